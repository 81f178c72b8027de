import type { Offers, Query } from '@numroute/core';
import {
  askedOf,
  type Reply,
  type RequestDescription,
  refuseSaid,
  type Send,
  type VendorCodes,
} from '@numroute/http';
import { type ListedCodes, PriceListBuilder } from '@numroute/http/price-list';
import { virtualCountries } from './data/countries.ts';
import { type Counts, type Row, readCountries, readCounts, readPrices } from './prices.ts';
import { saidBy, statusOf } from './words.ts';

/** What a list is read with. */
export interface Site {
  readonly currency: string;
  readonly codes: VendorCodes;
}

/** Every service in every country, at some 90 bytes each. */
const LONGEST_LIST = 8_388_608;
/** Every service of one country with each of its operators. */
const LONGEST_PART = 2_097_152;

/** Stands behind a country's code in this list, never in a request. */
const VIRTUAL = ' virtual';

/**
 * What is for sale, by operator: bought without one, a number costs what the operator costs that SMSPVA then
 * chooses. Only a country's own list tells operators, so without a country each of them is asked for.
 *
 * @param atOnce How many countries are asked for at the same time.
 */
export async function listOffers(send: Send, query: Query, site: Site, atOnce: number): Promise<Offers> {
  const asked = askedOf(query, site.codes);
  if (!asked) return [];
  const list = builderOf(query, site);
  if (asked.country !== undefined) {
    const counts = await ofCountry(send, 'countnumbers', asked.country, readCounts);
    await addCountry(send, asked.country, list, site, counts);
    return await list.build();
  }
  const reply = await send(ask(['servicesprices'], LONGEST_LIST));
  refuseSaid(reply, saidBy(reply));
  const countries = [...(await readCountries(reply, asked.service))];
  const askInTurn = async (): Promise<void> => {
    for (let next = countries.shift(); next !== undefined; next = countries.shift())
      await addCountry(send, next, list, site);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, askInTurn));
  } finally {
    countries.length = 0;
  }
  return await list.build();
}

async function addCountry(
  send: Send,
  country: string,
  list: PriceListBuilder,
  { codes }: Site,
  counts?: Counts,
): Promise<void> {
  const add = ({ service, price, operators }: Row): void => {
    const names = codes.services.namesOf(service).map((name) => list.services.numberOf(name));
    for (const [operator, ofOperator] of operators) {
      const isVirtual = virtualCountries.has(country) || /^donor/i.test(operator);
      const place = list.countries.numberOf(isVirtual ? country + VIRTUAL : country);
      const pool = list.pools.numberOf(operator);
      const stock = counts?.get(operator)?.get(service) ?? null;
      for (const name of names) list.add(name, place, { ...ofOperator, pool, stock });
    }
    if (!price || operators.length > 0) return;
    const place = list.countries.numberOf(virtualCountries.has(country) ? country + VIRTUAL : country);
    const stock = counts ? stockOf(service, counts) : null;
    for (const name of names) list.add(name, place, { ...price, stock });
  };
  await ofCountry(send, 'serviceprice', country, (reply) => readPrices(reply, country, add));
}

/** Of all operators; null where none of them is told to have any, or none. */
function stockOf(service: string, counts: Counts): number | null {
  const told = [...counts.values()].flatMap((totals) => totals.get(service) ?? []);
  return told.length === 0 ? null : told.reduce((sum, count) => sum + count, 0);
}

/** A country that SMSPVA does not have sells nothing. */
async function ofCountry<T>(
  send: Send,
  what: 'countnumbers' | 'serviceprice',
  country: string,
  read: (reply: Reply) => Promise<T>,
): Promise<T | undefined> {
  const reply = await send(ask([what, country], LONGEST_PART));
  if (statusOf(reply) === '405') return undefined;
  refuseSaid(reply, saidBy(reply));
  return await read(reply);
}

const ask = (path: readonly string[], maxBytes: number): RequestDescription => ({ path, maxBytes });

/** Services stand in it by our names, because some codes are for several. */
function builderOf(asked: Query, { codes, currency }: Site): PriceListBuilder {
  const codeOf = (country: string): string => country.replace(VIRTUAL, '');
  return new PriceListBuilder({
    provider: codes.provider,
    currency,
    asked,
    serviceOf: (name) => name,
    countryOf: (place) => ({
      country: codes.countries.nameOf(codeOf(place)),
      ...(place.endsWith(VIRTUAL) && { virtual: true }),
    }),
    handleOf: ({ service, country, pool: operator }: ListedCodes) =>
      JSON.stringify({ country: codeOf(country), service: codes.services.codeOf(service), operator }),
  });
}
