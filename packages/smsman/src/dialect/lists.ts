import {
  addMoney,
  type Decimal,
  decimalOf,
  findCountry,
  findService,
  formatDecimal,
  listCountries,
  listServices,
  type Money,
  money,
} from '@numroute/core';
import { type Codes, codesOf } from '@numroute/http';
import { knownCountries, knownServices } from '../data/known-ids.ts';
import { serviceCodes } from '../data/service-codes.ts';
import { ID, type Unit } from '../fields.ts';
import type { Answer } from './visit.ts';

/** Ids as this counter gives them: the vendor's own beyond the known few are not published. */
const FIRST = 1001;

const slugs = listServices().map(({ slug }) => slug);
const isos = listCountries().map(({ code }) => code);
const numbered = (names: readonly string[], known: Readonly<Record<string, string>>): Codes =>
  codesOf(
    'smsman',
    names.map((name, n) => [name, known[name] ?? String(FIRST + n)] as const),
    ID,
  );

export const services: Codes = numbered(slugs, knownServices);
export const countries: Codes = numbered(isos, knownCountries);

export const showCountries = (): string =>
  rowsOf(isos, countries, (iso) => ({ title: findCountry(iso)?.name, code: iso }));

export const showApplications = (): string =>
  rowsOf(slugs, services, (slug) => ({ title: findService(slug)?.name, code: serviceCodes[slug] ?? slug }));

/** By id. */
function rowsOf(names: readonly string[], codes: Codes, rowOf: (name: string) => object): string {
  const rows = names.map((name) => {
    const id = codes.codeOf(name) ?? '';
    return [id, { id, ...rowOf(name) }] as const;
  });
  return JSON.stringify(Object.fromEntries(rows));
}

/** Texts, with what is held for orders whose code did not come. */
export const showBalance: Answer = async ({ shop, balance }) => {
  const left = await shop.fetchBalance();
  const open = (await shop.listOpenOrders()).filter(({ status }) => status === 'open');
  const hold = open.reduce(
    (sum, { price }) => (price ? addMoney(sum, price) : sum),
    money('0', left.currency),
  );
  const all = balance === 'free' ? left : addMoney(left, hold);
  return JSON.stringify({ balance: textOf(all), hold: textOf(hold) });
};

const textOf = (amount: Money): string => formatDecimal(decimalOf(amount));

/** A price as a `cost`: exactly, and in hundredths where that is the unit. */
export function costOf(price: Money, unit: Unit): string {
  const { units, scale } = decimalOf(price);
  if (unit === '1') return formatDecimal({ units, scale });
  const hundredths: Decimal = { units: units * 100n, scale };
  return formatDecimal(hundredths);
}
