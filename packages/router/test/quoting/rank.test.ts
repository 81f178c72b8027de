import { type ErrorCode, money, NumrouteError, type Offer } from '@numroute/core';
import { cheapest, createRates, type RankContext } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { afterFailure, afterSuccess, availability, healthy } from '../../src/account/health.ts';
import { reactions } from '../../src/account/reactions.ts';

const offer = (provider: string, amount: string, currency = 'USD', more: Partial<Offer> = {}): Offer => ({
  provider,
  service: 'telegram',
  country: 'EE',
  price: { amount, currency },
  stock: 5,
  handle: provider,
  ...more,
});

const rates = createRates([
  { base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' },
]);

const context = (more: Partial<RankContext> = {}): RankContext => ({
  allowVirtual: false,
  charges: () => undefined,
  convert: (price) => rates.convert(price, 'USD'),
  available: () => 'ready',
  order: (id) => id.charCodeAt(0),
  manifest: () => undefined,
  ...more,
});

const ids = (offers: readonly Offer[], more: Partial<RankContext> = {}) =>
  cheapest(offers, context(more)).ranked.map(({ offer: { provider } }) => provider);

const reasons = (offers: readonly Offer[], more: Partial<RankContext> = {}) =>
  cheapest(offers, context(more)).excluded.map(({ why }) => why);

describe('cheapest', () => {
  test('compares across currencies by the rates', () => {
    expect(ids([offer('a', '0.08'), offer('b', '8400', 'IRT'), offer('c', '84000', 'IRR')])).toEqual([
      'b',
      'c',
      'a',
    ]);
  });

  test('breaks ties by stock, then success rate, then configured order', () => {
    const rate = (value: number) => ({ successRate: { value, source: 'vendor' as const } });
    expect(
      ids([
        offer('d', '1', 'USD', { stock: null }),
        offer('c', '1.00'),
        offer('b', '1', 'USD', rate(0.9)),
        offer('a', '1'),
        offer('e', '1', 'USD', { stock: 9 }),
      ]),
    ).toEqual(['e', 'b', 'a', 'c', 'd']);
  });

  test('a price of zero is one where the numbers are the user’s own, and nowhere else', () => {
    const traits = { priceGuard: true, stock: 'estimate', refundsOnCancel: true } as const;
    const manifest: RankContext['manifest'] = (id) => ({
      timing: { pollMs: 1_000 },
      traits: id === 'own' ? { ...traits, free: true } : traits,
    });
    const offers = [offer('shop', '0'), offer('dear', '0.000001'), offer('own', '0'), offer('own', '-1')];
    const maxPrice = money('0.000001', 'USD');
    expect(ids(offers, { manifest, maxPrice })).toEqual(['own', 'dear']);
    expect(reasons(offers, { manifest, maxPrice })).toEqual(['not-a-price', 'not-a-price']);
  });

  test('ranks what costs just the cap, by what it costs', () => {
    const maxPrice = money('1', 'USD');
    const charges = ({ provider }: Offer) => (provider === 'b' ? money('0.9', 'USD') : undefined);
    const { ranked } = cheapest([offer('a', '1.00'), offer('b', '0.1')], context({ maxPrice, charges }));
    expect(ranked.map(({ offer: { provider }, comparable }) => [provider, comparable.amount])).toEqual([
      ['b', '0.9'],
      ['a', '1'],
    ]);
    expect(
      cheapest([offer('b', '0.1')], context({ maxPrice: money('0.5', 'USD'), charges })).excluded,
    ).toEqual([{ offer: offer('b', '0.1'), charges: money('0.9', 'USD'), why: 'above-limit' }]);
  });

  test.each([
    ['out-of-stock', offer('a', '1', 'USD', { stock: 0 }), {}],
    ['no-exchange-rate', offer('a', '1', 'EUR'), {}],
    ['above-limit', offer('a', '1.01'), { maxPrice: money('1', 'USD') }],
    ['virtual-number', offer('a', '1', 'USD', { virtual: true }), {}],
    ['not-a-price', offer('a', '0'), {}],
    ['not-a-price', offer('a', '-1'), {}],
    ['not-a-price', offer('a', '1e-3'), {}],
    ['provider-cooling', offer('a', '1'), { available: () => 'provider-cooling' as const }],
    ['account-unresolved', offer('a', '1'), { available: () => 'account-unresolved' as const }],
    ['no-exchange-rate', offer('a', '1'), { maxPrice: money('1', 'EUR') }],
  ])('%s', (why, excluded, more) => {
    expect(reasons([excluded], more)).toEqual([why]);
  });
});

describe('rates', () => {
  test('are exact one way, rounded at 12 places the other, and chain', () => {
    const chain = createRates([
      { base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' },
      { base: 'EUR', quote: 'USD', value: '1.10', source: 'test', asOf: '2026-11-20' },
    ]);
    expect(chain.convert(money('0.1', 'USD'), 'IRT')?.amount).toBe('11200');
    expect(chain.convert(money('1', 'IRT'), 'USD')?.amount).toBe('0.000008928571');
    expect(chain.convert(money('1', 'EUR'), 'IRR')?.amount).toBe('1232000');
    expect(chain.convert(money('1', 'EUR'), 'GBP')).toBeUndefined();
    expect(chain.convert(money('2', 'GBP'), 'GBP')?.amount).toBe('2');
  });

  test.each([
    [{ base: 'USD', quote: 'IRT', value: '0' }, /rates\[0\]\.value: expected a plain decimal above zero/],
    [{ base: 'USD', quote: 'IRT', value: '1,5' }, /rates\[0\]\.value/],
    [{ base: 'DOLLAR', quote: 'IRT', value: '1' }, /rates\[0\]\.base: expected an ISO 4217/],
  ])('%j is refused by name', (rate, message) => {
    expect(() => createRates([{ ...rate, source: 'x', asOf: 'x' }])).toThrow(message);
  });
});

describe('health', () => {
  const error = <C extends ErrorCode>(code: C, details: object = {}) =>
    new NumrouteError(code, code, details as never) as never;

  test('cools longer with each failure in a row, at most ten minutes', () => {
    let health = healthy;
    const waits: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const now = health.coolUntil;
      health = afterFailure(health, error('UNAVAILABLE'), now, 30_000);
      waits.push(health.coolUntil - now);
    }
    expect(waits.slice(0, 3)).toEqual([30_000, 60_000, 90_000]);
    expect(Math.max(...waits)).toBe(600_000);
    expect(afterSuccess(health).failuresInARow).toBe(0);
  });

  test("takes the vendor's word for how long", () => {
    const health = afterFailure(healthy, error('RATE_LIMITED', { retryAfterMs: 1234 }), 1000, 30_000);
    expect(availability(health, 2233)).toBe('provider-cooling');
    expect(availability(health, 2234)).toBe('ready');
  });

  test('a wrong key disables for good; a normal answer changes nothing', () => {
    expect(availability(afterFailure(healthy, error('UNAUTHORIZED'), 0, 1), 1e12)).toBe('provider-disabled');
    expect(afterFailure(healthy, error('OUT_OF_STOCK'), 0, 1)).toBe(healthy);
  });

  test('every code has a reaction', () => {
    expect(new Set(Object.values(reactions))).toEqual(new Set(['next', 'cool', 'disable', 'stop', 'throw']));
  });
});
