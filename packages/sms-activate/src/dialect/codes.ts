import {
  countryOfSmsActivateId,
  listCountries,
  type Offer,
  serviceOfSmsActivateCode,
  smsActivateCountryId,
  smsActivateServiceCode,
  smsActivateServiceName,
} from '@numroute/core';
import type { Profile } from '../profile.ts';

/** A country as a client may name it. */
export interface Place {
  readonly id: string;
  readonly country: string;
  readonly virtual: boolean;
}

/** The place of a country id; undefined for an id that this site does not have. */
export function placeOf(profile: Profile, id: string): Place | undefined {
  const own = overrideOf(profile, id);
  if (own === null) return undefined;
  if (own !== undefined) return { id, country: own, virtual: false };
  const shared = /^\d{1,4}$/.test(id) ? countryOfSmsActivateId(Number(id)) : undefined;
  return shared && { id, country: shared.country, virtual: shared.virtual === true };
}

/** The id for a country; undefined where the site has none, and then it cannot sell it. */
export function countryIdOf(profile: Profile, country: string, virtual: boolean = false): string | undefined {
  const foreign = /^[a-z0-9-]+:(\d+)$/.exec(country)?.[1];
  if (foreign !== undefined) return foreign;
  const shared = smsActivateCountryId(country, { virtual });
  if (shared !== undefined && overrideOf(profile, String(shared)) === undefined) return String(shared);
  if (virtual) return undefined;
  return Object.entries(profile.countries ?? {}).find(([, own]) => own === country)?.[0];
}

function overrideOf({ countries = {} }: Profile, id: string): string | null | undefined {
  return Object.hasOwn(countries, id) ? countries[id] : undefined;
}

/** Every country that the site has an id for, by id. */
export function listPlaces(profile: Profile): readonly Place[] {
  const places = listCountries().flatMap(({ code }) =>
    [false, true].flatMap((virtual) => {
      const id = countryIdOf(profile, code, virtual);
      return id === undefined ? [] : [{ id, country: code, virtual }];
    }),
  );
  return places.sort((a, b) => Number(a.id) - Number(b.id));
}

/** The code for a service: the shared table's, or what follows `<provider>:`. */
export function serviceCodeOf(service: string): string | undefined {
  return smsActivateServiceCode(service) ?? /^[a-z0-9-]+:([\w-]+)$/.exec(service)?.[1];
}

export function serviceNameOf(code: string): string | undefined {
  return smsActivateServiceName(code);
}

/** An offer in the words of this site. */
export interface Listed {
  readonly offer: Offer;
  readonly countryId: string;
  readonly serviceCode: string;
  /** How many; 1 where nobody says, because clients skip what has none. */
  readonly count: number;
}

/** The offers that can be said here: with an id, a code and in the currency that clients expect. */
export function listedOf(profile: Profile, offers: Iterable<Offer>): readonly Listed[] {
  const listed: Listed[] = [];
  for (const offer of offers) {
    const countryId = countryIdOf(profile, offer.country, offer.virtual === true);
    const serviceCode = serviceCodeOf(offer.service);
    if (countryId === undefined || serviceCode === undefined) continue;
    if (offer.price.currency !== profile.currency) continue;
    if (profile.onlyCountry !== undefined && countryId !== profile.onlyCountry) continue;
    listed.push({ offer, countryId, serviceCode, count: offer.stock ?? 1 });
  }
  return listed;
}

/** Whether the site knows the code: some list has it, or it is on sale. */
export function isKnownService(code: string, listed: readonly Listed[]): boolean {
  return (
    serviceNameOf(code) !== undefined ||
    !serviceOfSmsActivateCode(code).includes(':') ||
    listed.some(({ serviceCode }) => serviceCode === code)
  );
}

export function isKnownCountry(profile: Profile, id: string, listed: readonly Listed[]): boolean {
  return placeOf(profile, id) !== undefined || listed.some(({ countryId }) => countryId === id);
}

const numbers: ReadonlyMap<string, number> = new Map([
  ['USD', 840],
  ['RUB', 643],
  ['EUR', 978],
  ['GBP', 826],
  ['CNY', 156],
  ['KZT', 398],
  ['UAH', 980],
  ['IRR', 364],
]);

/** The ISO 4217 number; undefined for a currency that has none or that no client expects. */
export function currencyNumber(currency: string): number | undefined {
  return numbers.get(currency);
}

/** What a client calls an offer's pool. */
export const poolOf = ({ pool }: Offer): string => pool ?? '1';
