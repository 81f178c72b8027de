import type { Offers, Query } from '@numroute/core';
import { askedOf, refuseSaid, type Send } from '@numroute/http';
import { PriceListBuilder, readSteps } from '@numroute/http/price-list';
import type { Site } from './codes.ts';
import { VIRTUAL_CANADA } from './data/countries.ts';
import { readCountries } from './prices.ts';
import { ask } from './request.ts';
import { noCountry, saidBy, wordIn } from './words.ts';

/** Every service in every country, at some 120 bytes each. */
const LONGEST_LIST = 16_777_216;

/** What is for sale, one price for a service in a country. */
export async function listOffers(send: Send, query: Query, { codes, currency }: Site): Promise<Offers> {
  const asked = askedOf(query, codes);
  if (!asked) return [];
  const request = ask('getNumbersStats', { country: asked.country ?? 'all' });
  const reply = await send({ ...request, maxBytes: LONGEST_LIST });
  if (noCountry.includes(wordIn(reply) ?? '')) return [];
  refuseSaid(reply, saidBy(reply));
  const list = new PriceListBuilder({
    provider: codes.provider,
    currency,
    asked: query,
    serviceOf: codes.services.nameOf,
    countryOf: (code) => ({
      country: codes.countries.nameOf(code),
      ...(code === VIRTUAL_CANADA && { virtual: true }),
    }),
    handleOf: ({ country, service }) => JSON.stringify({ country, service }),
  });
  const steps = readCountries(reply, (country, rows) => {
    if (country !== (asked.country ?? country)) throw new SyntaxError(`${country} was not asked for`);
    const place = list.countries.numberOf(country);
    for (const { service, ...tier } of rows) list.add(list.services.numberOf(service), place, tier);
  });
  await readSteps(reply, steps);
  return await list.build();
}
