import { money, type Offer } from '@numroute/core';
import type { Choice, RankContext } from '@numroute/router';
import { expect, test } from 'vitest';
import { chosenBy } from '../../src/quoting/choice.ts';
import { hiddenBy } from '../../src/quoting/hidden.ts';
import { market, usd } from '../support/market.ts';
import { told } from '../support/stall.ts';

const offer = (provider: string, country: string, price: string, more: Partial<Offer> = {}): Offer => ({
  ...{ provider, country, price: usd(price), stock: 5, service: 'telegram', handle: `${provider}${country}` },
  ...more,
});
const offers = [
  offer('hub', 'EE', '0.10', { pool: 'one', successRate: { value: 0.4, source: 'vendor' } }),
  offer('hub', 'FR', '0.20', { pool: 'one', stock: 50, successRate: { value: 0.9, source: 'vendor' } }),
  offer('hub', 'FR', '0.15', { pool: 'two', stock: 90, successRate: { value: 0.9, source: 'vendor' } }),
  offer('shop', 'EE', '0.05', { stock: null }),
  offer('shop', 'DE', '0.30', { virtual: true, stock: 90 }),
  offer('shop', 'EE', '0.01', { stock: 0 }),
  offer('shut', 'EE', '0.02'),
];

const hidden = (choice: Choice, more: Partial<RankContext> = {}, countries?: readonly string[]) => {
  const context: RankContext = {
    allowVirtual: false,
    charges: ({ handle }) => (handle === 'hubEE' ? usd('0.11') : undefined),
    convert: (price) => (price.currency === 'USD' ? price : undefined),
    available: (provider) => (provider === 'shut' ? 'account-unresolved' : 'ready'),
    order: () => 0,
    manifest: () => undefined,
    ...more,
  };
  const among = countries && new Set(countries);
  return hiddenBy({ chosen: chosenBy(choice), context, countries: among }, offers).map(
    ({ limit, count, countries: inSo, cheapest }) =>
      `${limit} ${count} in ${inSo}: ${cheapest.provider} ${cheapest.country} ${cheapest.price.amount}`,
  );
};

test.each<[Choice, Partial<RankContext>, string[] | undefined, string[]]>([
  // What is sold out, or at an account that is in doubt, no limit hides.
  [{}, { allowVirtual: true }, undefined, []],
  [{}, {}, undefined, ['allowVirtual 1 in 1: shop DE 0.3']],
  [{}, { maxPrice: usd('0.14') }, ['EE', 'FR'], ['maxPrice 2 in 1: hub FR 0.15']],
  [{ minPrice: usd('0.18') }, {}, ['EE', 'FR'], ['minPrice 3 in 2: shop EE 0.05']],
  [{ minStock: 6 }, {}, ['EE'], ['minStock 2 in 1: shop EE 0.05', 'country 2 in 1: hub FR 0.15']],
  [
    { minSuccessRate: 0.5, providers: ['hub'] },
    {},
    ['EE'],
    ['minSuccessRate 1 in 1: hub EE 0.11', 'country 2 in 1: hub FR 0.15'],
  ],
  [{ pools: ['two'] }, {}, ['FR'], ['pools 1 in 1: hub FR 0.2']],
  [
    { exceptPools: ['one', 'two'] },
    {},
    ['FR'],
    ['pools 2 in 1: hub FR 0.15', 'country 1 in 1: shop EE 0.05'],
  ],
  [
    { exceptProviders: ['hub'] },
    {},
    ['FR'],
    ['providers 2 in 1: hub FR 0.15', 'country 1 in 1: shop EE 0.05'],
  ],
  [{}, {}, ['AQ'], ['country 4 in 2: shop EE 0.05']],
])('%j, %j, in %j', (choice, more, countries, expected) => {
  expect(hidden(choice, more, countries)).toEqual(expected);
});

test('what two limits hide is told of by neither', () => {
  expect(hidden({ minStock: 60 }, { maxPrice: usd('0.14') }, ['FR'])).toEqual([
    'maxPrice 1 in 1: hub FR 0.15',
  ]);
  expect(hidden({ minStock: 100 }, { maxPrice: usd('0.14') }, ['FR'])).toEqual([]);
});

test('a refusal tells the stock, the pool and the rate of the cheapest', () => {
  const context: RankContext = {
    allowVirtual: false,
    charges: () => undefined,
    convert: (price) => price,
    available: () => 'ready',
    order: () => 0,
    manifest: () => undefined,
  };
  const [one] = hiddenBy(
    { chosen: { minStock: 6 }, context, countries: new Set(['EE']) },
    offers.slice(0, 2),
  );
  expect(one).toEqual({
    ...{ limit: 'minStock', count: 1, countries: 1 },
    cheapest: {
      ...{ provider: 'hub', country: 'EE', price: money('0.1', 'USD'), stock: 5, pool: 'one' },
      successRate: { value: 0.4, source: 'vendor' },
    },
  });
});

test('others are asked for their prices once nothing can be bought, and nobody is where something was tried', async () => {
  const { clock, allowed, start } = market({ here: { price: '0.01', stock: 0 }, other: { price: '0.02' } });
  const router = start();
  const options = { maxPrice: '1 USD', providers: ['here'] };
  const { error } = await clock.runUntil(told(router.buy({ service: 'telegram', country: 'EE' }, options)));
  expect(error?.message).toBe(
    'telegram in EE: no offer fits; other providers: one offer, the cheapest 0.02 USD at other: change providers; sold out at here; nothing was charged',
  );
  expect(error?.details).toMatchObject({ hidden: [{ limit: 'providers', cheapest: { provider: 'other' } }] });
  expect(allowed).toEqual([]);
  await clock.runUntil(router.close());
});
