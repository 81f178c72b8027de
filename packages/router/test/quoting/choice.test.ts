import { money, NumrouteError, type Offer } from '@numroute/core';
import { type Choice, cheapest, type RankContext } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { choosing, chosenBy } from '../../src/quoting/choice.ts';
import { market } from '../support/market.ts';
import { told, want } from '../support/stall.ts';

const offer = (id: string, price: string, more: Partial<Offer> = {}): Offer => ({
  provider: 'sim',
  service: 'telegram',
  country: 'EE',
  price: money(price, 'USD'),
  stock: 5,
  handle: id,
  ...more,
});
const context: RankContext = {
  allowVirtual: false,
  charges: ({ handle }) => (handle === 'charges-more' ? money('0.30', 'USD') : undefined),
  convert: (price) => (price.currency === 'USD' ? price : undefined),
  available: () => 'ready',
  order: () => 0,
  manifest: () => undefined,
};
const offers = [
  offer('a', '0.10', { pool: 'one', successRate: { value: 0.4, source: 'vendor' } }),
  offer('b', '0.20', { pool: 'two', stock: null }),
  offer('c', '0.25', { provider: 'other', pool: 'one', stock: 50 }),
  offer('charges-more', '0.05', { stock: 0 }),
];
const left = (choice: Choice): string[] => {
  const { ranked, excluded } = choosing(chosenBy(choice), cheapest)(offers, context);
  expect(ranked.length + excluded.length).toBe(offers.length);
  return [
    ...ranked.map((one) => one.offer.handle),
    ...excluded.map((one) => `${one.offer.handle} ${one.why}`),
  ];
};

describe('what comes into question', () => {
  test.each<[Choice, string[]]>([
    [{}, ['a', 'b', 'c', 'charges-more out-of-stock']],
    [{ minPrice: '0.20 USD' }, ['b', 'c', 'charges-more out-of-stock', 'a below-minimum']],
    [{ minPrice: '0.2 EUR' }, ['a', 'b', 'c', 'charges-more'].map((id) => `${id} no-exchange-rate`)],
    [{ pools: ['one'] }, ['a', 'c', 'b other-pool', 'charges-more other-pool']],
    [{ pools: ['sim:one', 'two'] }, ['a', 'b', 'c other-pool', 'charges-more other-pool']],
    [{ pools: [''] }, ['charges-more out-of-stock', 'a other-pool', 'b other-pool', 'c other-pool']],
    [{ exceptPools: ['', 'two'] }, ['a', 'c', 'b other-pool', 'charges-more other-pool']],
    [
      { exceptPools: ['other:one', 'two'] },
      ['a', 'charges-more out-of-stock', 'b other-pool', 'c other-pool'],
    ],
    [{ minStock: 6 }, ['c', 'charges-more out-of-stock', 'a few-in-stock', 'b few-in-stock']],
    [
      { minSuccessRate: 0.4 },
      ['a', 'b', 'c', 'charges-more'].map((id) => (id === 'a' ? id : `${id} low-success-rate`)),
    ],
  ])('%j', (choice, expected) => {
    expect(left(choice)).toEqual(expected);
  });

  test.each<[object, string]>([
    [{ minPrice: '0 USD' }, 'minPrice'],
    [{ minPrice: 1 }, 'minPrice'],
    [{ pools: 'one' }, 'pools'],
    [{ providers: [] }, 'providers'],
    [{ exceptProviders: [''] }, 'exceptProviders'],
    [{ minStock: 0 }, 'minStock'],
    [{ minSuccessRate: 40 }, 'minSuccessRate'],
  ])('%j is refused', (choice, field) => {
    expect(() => chosenBy(choice)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
    );
  });

  test('a floor above the cap is refused', () => {
    expect(() => chosenBy({ minPrice: '0.6 USD' }, money('0.5', 'USD'))).toThrow(NumrouteError);
    expect(chosenBy({ minPrice: '0.50 USD' }, money('0.5', 'USD'))).toEqual({
      minPrice: money('0.50', 'USD'),
    });
  });
});

describe('a router', () => {
  const vendors = { cheap: { price: '0.01' }, dear: { price: '0.05' } };

  test('buys nothing below the floor, nor elsewhere than it was told', async () => {
    for (const choice of [
      { minPrice: '0.02 USD' },
      { providers: ['dear'] },
      { exceptProviders: ['cheap'] },
    ]) {
      const { clock, start } = market(vendors);
      const router = start();
      const { value } = await clock.runUntil(told(router.buy(want, { maxPrice: '0.10 USD', ...choice })));
      expect(value?.provider).toBe('dear');
      await clock.runUntil(router.close());
    }
  });

  test('asks no provider that is left out, and knows its own', async () => {
    const { clock, start } = market(vendors);
    const router = start();
    const quote = await clock.runUntil(router.quote(want, { exceptProviders: ['cheap'] }));
    expect(quote.answered.map(({ provider }) => provider)).toEqual(['dear']);
    const { error } = await clock.runUntil(
      told(router.buy(want, { maxPrice: '1 USD', providers: ['deer'] })),
    );
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'providers' } });
    await clock.runUntil(router.close());
  });

  test('says what the choice left out, and keeps one key for one choice', async () => {
    const { clock, start } = market(vendors);
    const router = start();
    const { error } = await clock.runUntil(
      told(router.buy(want, { maxPrice: '0.02 USD', minPrice: '0.02 USD' })),
    );
    expect(error?.message).toContain(
      'below minPrice: one offer, the cheapest 0.01 USD at cheap: lower minPrice',
    );
    const first = await clock.runUntil(
      told(router.buy(want, { maxPrice: '1 USD', key: 'k', minPrice: '0.02 USD' })),
    );
    expect(first.value?.provider).toBe('dear');
    const other = await clock.runUntil(told(router.buy(want, { maxPrice: '1 USD', key: 'k' })));
    expect(other.error?.code).toBe('INVALID_INPUT');
    await clock.runUntil(router.close());
  });
});
