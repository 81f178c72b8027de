import { decimalOf, findCountry, listCountries, listServices, type Money } from '@numroute/core';
import { createCodes } from '../codes.ts';
import { nameOfService } from '../data/service-names.ts';
import { serviceIds } from '../data/services.ts';

const provider = 'smspool';
const { countries, services } = createCodes(provider);

/** The pool of whatever has none. */
export const DEFAULT_POOL = '0';

const pools: ReadonlyMap<string, string> = new Map([
  [DEFAULT_POOL, 'Default'],
  ['2', 'Bravo'],
  ['3', 'Charlie'],
  ['4', 'Delta'],
  ['7', 'Foxtrot'],
  ['11', 'Lima'],
  ['12', 'Mike'],
  ['13', 'November'],
  ['14', 'Oscar'],
]);

export const nameOfPool = (pool: string): string => pools.get(pool) ?? pool;

/** A number where the vendor would write one. */
export const numberOf = (id: string): number | string => (/^\d{1,15}$/.test(id) ? Number(id) : id);

export const idOfCountry = (country: string): string | undefined => countries.codeOf(country);
export const idOfService = (service: string): string | undefined => services.codeOf(service);
export const nameOfCountry = (country: string): string => findCountry(country)?.name ?? country;

/** What the vendor calls one of our services. */
export function titleOf(service: string): string {
  const id = idOfService(service) ?? '';
  return nameOfService(id) ?? listServices().find(({ slug }) => slug === service)?.name ?? service;
}

/** Our name of an id or of an ISO code. */
export function countryOf(word: string): string {
  return findCountry(word.toUpperCase())?.code ?? countries.nameOf(word);
}

/** Our name of an id or of the vendor's own name. */
export function serviceOf(word: string): string {
  return /^\d+$/.test(word) ? services.nameOf(word) : (ourService(word) ?? services.nameOf(word));
}

function ourService(name: string): string | undefined {
  return Object.keys(serviceIds).find((slug) => titleOf(slug) === name);
}

export function showCountries(): readonly object[] {
  return listCountries().flatMap(({ code, name }) => {
    const id = idOfCountry(code);
    return id === undefined ? [] : [{ ID: numberOf(id), name, short_name: code, region: '' }];
  });
}

export function showServices(): readonly object[] {
  const known = Object.entries(serviceIds);
  return known.map(([slug, id]) => ({ ID: numberOf(id), name: titleOf(slug), favourite: 0 }));
}

export function showPools(): readonly object[] {
  return [...pools].map(([id, name]) => ({ ID: numberOf(id), name }));
}

/** With two decimals at least, and every other that there is. */
export function textOf(value: Money): string {
  const { units, scale } = decimalOf(value);
  const text = (units * 10n ** BigInt(Math.max(0, 2 - scale)))
    .toString()
    .padStart(Math.max(scale, 2) + 1, '0');
  const point = text.length - Math.max(scale, 2);
  return `${text.slice(0, point)}.${text.slice(point)}`;
}
