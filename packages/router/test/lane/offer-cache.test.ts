import type { Query } from '@numroute/core';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { withOfferCache } from '../../src/lane/offer-cache.ts';

const offers = [
  { service: 'telegram', country: 'EE', price: '1', stock: 1 },
  { service: 'telegram', country: 'FI', price: '1', stock: 1 },
  { service: 'whatsapp', country: 'EE', price: '1', stock: 1 },
];
const call = { signal: new AbortController().signal };
const narrow = { service: 'telegram', country: 'EE' };

function open() {
  const clock = virtualClock();
  const asked: Query[] = [];
  const paper = paperProvider(createWorld({ currency: 'USD', clock, offers }), { id: 'paper' });
  const listOffers: typeof paper.listOffers = async (query, given) => {
    asked.push(query);
    return await paper.listOffers(query, given);
  };
  return { clock, asked, cached: withOfferCache({ ...paper, listOffers }, 5_000, clock) };
}

test.each<readonly [string, Query]>([
  ['everything', {}],
  ['its service', { service: 'telegram' }],
  ['its country', { country: 'EE' }],
  ['the same', narrow],
])('a question is answered from the list of %s, as long as that is believed', async (_, wider) => {
  const { clock, asked, cached } = open();
  await cached.listOffers(wider, call);
  const list = await cached.listOffers(narrow, call);
  expect(asked).toEqual([wider]);
  expect([...list]).toEqual(expect.arrayContaining([expect.objectContaining(narrow)]));
  await clock.advance(5_001);
  await cached.listOffers(narrow, call);
  expect(asked).toEqual([wider, narrow]);
});

test.each<readonly [string, Query]>([
  ['another service', { service: 'whatsapp' }],
  ['another country', { country: 'FI' }],
  ['another country for the service', { service: 'telegram', country: 'FI' }],
])('a question is not answered from the list of %s', async (_, other) => {
  const { asked, cached } = open();
  await cached.listOffers(other, call);
  await cached.listOffers(narrow, call);
  expect(asked).toEqual([other, narrow]);
});

test('what is kept can be had without waiting, as long as it is believed', async () => {
  const { clock, asked, cached } = open();
  expect(cached.keptOffers(narrow)).toBeUndefined();
  const list = await cached.listOffers({ service: 'telegram' }, call);
  expect(cached.keptOffers(narrow)).toBe(list);
  expect(cached.keptOffers({ service: 'telegram' })).toBe(list);
  expect(cached.keptOffers({})).toBeUndefined();
  expect(cached.keptOffers({ country: 'EE' })).toBeUndefined();
  await clock.advance(5_001);
  expect(cached.keptOffers(narrow)).toBeUndefined();
  expect(asked).toEqual([{ service: 'telegram' }]);
});

test('a question whose words hold blanks is no other question', async () => {
  const { asked, cached } = open();
  await cached.listOffers({ service: 'a b' }, call);
  await cached.listOffers({ service: 'a', country: 'b' }, call);
  await cached.listOffers({ service: '' }, call);
  await cached.listOffers({}, call);
  expect(asked).toHaveLength(4);
});
