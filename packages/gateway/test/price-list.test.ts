import { matching, type Offer } from '@numroute/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, PriceList } from '../src/selling/price-list.ts';

const services = ['telegram', 'whatsapp', 'acme:7'];
const countries = ['EE', 'FI', 'acme:1'];

const cell: fc.Arbitrary<Cell> = fc
  .record({
    service: fc.constantFrom(...services),
    country: fc.constantFrom(...countries),
    isVirtual: fc.boolean(),
    listedAt: fc.option(fc.integer({ min: 0, max: 2 ** 45 }), { nil: undefined }),
    tiers: fc.array(
      fc.tuple(
        fc.constantFrom('0.1', '0.25', '12345678901234567890.000000000001'),
        fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
        fc.option(fc.constantFrom('any', 'virtual53', 'EE'), { nil: undefined }),
      ),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ service, country, isVirtual, listedAt, tiers }) => ({
    service,
    country,
    ...(isVirtual && { virtual: true as const }),
    ...(listedAt !== undefined && { listedAt }),
    amounts: tiers.map(([amount]) => amount),
    stocks: tiers.map(([, stock]) => stock),
    ...(isVirtual && { pools: tiers.map(([, , pool]) => pool) }),
  }));

const shown = ({ amounts, stocks, pools, ...place }: Cell): readonly Offer[] =>
  amounts.map((amount, tier) => ({
    provider: 'numroute',
    ...place,
    ...(pools?.[tier] !== undefined && { pool: pools[tier] }),
    price: { amount, currency: 'USD' },
    stock: stocks[tier] ?? null,
    handle: '',
  }));

test('whatever is put in comes out as it was, in its order, and for each question', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell)), (parts) => {
      const list = new PriceList('USD');
      for (const part of parts) list.add(part);
      const all = parts.flat().flatMap(shown);
      expect(list).toHaveLength(all.length);
      expect([...list.services]).toEqual([...new Set(all.map(({ service }) => service))]);
      expect([...list.countries]).toEqual([...new Set(all.map(({ country }) => country))]);
      expect(Map.groupBy(list, ({ service }) => service)).toEqual(Map.groupBy(all, ({ service }) => service));
      for (const service of [...services, 'nobody', undefined]) {
        for (const country of [...countries, 'XX', undefined]) {
          const query = { ...(service && { service }), ...(country && { country }) };
          if (service ?? country) expect([...list.matching(query)]).toEqual(matching(all, query));
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('a list of more offers than one block holds keeps each', () => {
  const list = new PriceList('USD');
  const amounts = Array.from({ length: 20_000 }, (_, n) => `0.${n + 1}`);
  list.add([{ service: 'telegram', country: 'EE', amounts, stocks: amounts.map((_, n) => n) }]);
  const offers = [...list];
  expect(offers.map(({ price }) => price.amount)).toEqual(amounts);
  expect(offers.map(({ stock }) => stock)).toEqual(amounts.map((_, n) => n));
});
