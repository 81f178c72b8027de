import { compareMoney, type Money, money, NumrouteError, type Offer, parseDecimal } from '@numroute/core';
import { createRates } from '@numroute/router';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreedPrice, convertDown } from '../../src/buying/agreed-price.ts';
import { fail, market, usd } from '../support/market.ts';
import { told, want } from '../support/stall.ts';

const euro = { base: 'EUR', quote: 'USD', value: '1.25', source: 'test', asOf: '2026-11-20' };

describe('the price that a purchase agrees to', () => {
  const cap = { maxPrice: '0.50 USD' };

  test.each([
    ['the list’s', {}, 'cheap 0.1 USD'],
    ['the buyer’s leave above the list’s', { tolerance: 0.1 }, 'cheap 0.11 USD'],
    ['what the next offer costs', { tolerance: '0.5' }, 'cheap 0.125 USD'],
  ])('is %s', async (_what, more, expected) => {
    const { clock, allowed, start } = market(
      { cheap: { price: '0.10' }, next: { price: '0.10', currency: 'EUR' } },
      { rates: createRates([euro]) },
    );
    const router = start();
    await clock.runUntil(router.buy(want, { ...cap, ...more }));
    expect(allowed).toEqual([expected]);
    await clock.runUntil(router.close());
  });

  test('is never above the cap, which stays in the journal', async () => {
    const { clock, allowed, journal, start } = market({ only: { price: '0.10' } });
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice: '0.104 USD', tolerance: 0.1 }));
    expect(allowed).toEqual(['only 0.104 USD']);
    expect((await journal.list({})).map(({ maxPrice }) => maxPrice)).toEqual([usd('0.104')]);
    await clock.runUntil(router.close());
  });

  test('is never worth more than the next offer, to the last digit', async () => {
    const rates = createRates([{ ...euro, base: 'USD', quote: 'EUR', value: '3' }]);
    const { clock, allowed, start } = market(
      { cheap: { price: '0.50' }, next: { price: '2', currency: 'EUR' } },
      { rates },
    );
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice: '5 USD', tolerance: 1 }));
    expect(allowed).toEqual(['cheap 0.666666666666 USD']);
    await clock.runUntil(router.close());
  });

  test('has no more than twelve decimal places, and no fewer than the list', () => {
    const rates = createRates();
    const agreed = (price: string, tolerance: string): string => {
      const offer = { ...want, provider: 'a', price: usd(price), stock: 1, handle: '' };
      const share = parseDecimal(tolerance) ?? fail(tolerance);
      const terms = { cap: usd('9'), tolerance: share, next: undefined, rates };
      return agreedPrice({ offer, comparable: offer.price }, terms).amount;
    };
    expect(agreed('0.123456789012', '0.000001')).toBe('0.123456912468');
    expect(agreed('0.123456789012345678', '0')).toBe('0.123456789012345678');
  });

  test('property: between the cost and the leave, the cap and the next offer, to the last digit', () => {
    const rates = createRates([{ ...euro, value: '3' }]);
    const amount = fc.bigInt({ min: 1n, max: 10n ** 9n }).map((units) => usd(String(Number(units) / 1e6)));
    const offer = (price: Money): Offer => ({ ...want, provider: 'a', price, stock: 1, handle: '' });
    fc.assert(
      fc.property(amount, amount, amount, fc.integer({ min: 0, max: 1000 }), (price, other, extra, share) => {
        const limit = { amount: String(Number(price.amount) + Number(extra.amount)), currency: 'USD' };
        fc.pre(/^[\d.]{1,18}$/.test(limit.amount));
        const next = { offer: offer({ ...other, currency: 'EUR' }), comparable: other };
        const tolerance = { units: BigInt(share), scale: 3 };
        const agreed = agreedPrice(
          { offer: offer(price), comparable: price },
          { cap: limit, tolerance, next, rates },
        );
        const instead = convertDown(next.offer.price, 'USD', rates) ?? fail('rate');
        expect(compareMoney(agreed, price)).toBeGreaterThanOrEqual(0);
        expect(compareMoney(agreed, limit)).toBeLessThanOrEqual(0);
        if (compareMoney(agreed, price) === 0) return;
        expect(share).toBeGreaterThan(0);
        expect(compareMoney(agreed, instead)).toBeLessThanOrEqual(0);
        expect(Number(agreed.amount)).toBeLessThanOrEqual(Number(price.amount) * (1 + share / 1000) + 1e-9);
      }),
    );
  });

  test.each(['NO_NUMBERS', 'WRONG_MAX_PRICE'])(
    'is refused with %s: the next offer is tried',
    async (word) => {
      const code = word === 'NO_NUMBERS' ? 'OUT_OF_STOCK' : 'PRICE_ABOVE_LIMIT';
      const { clock, allowed, start } = market({
        cheap: {
          price: '0.10',
          fault: (operation) => (operation === 'purchase' ? new NumrouteError(code, word, {}) : undefined),
        },
        next: { price: '0.12' },
      });
      const router = start();
      expect((await clock.runUntil(router.buy(want, cap))).provider).toBe('next');
      expect(allowed).toEqual(['cheap 0.1 USD', 'next 0.12 USD']);
      await clock.runUntil(router.close());
    },
  );
});

describe('a cap in another currency', () => {
  test('is rounded down: what the vendor is told is never worth more', async () => {
    const rates = createRates([
      { base: 'USD', quote: 'EUR', value: '3', source: 'test', asOf: '2026-11-20' },
    ]);
    const { clock, allowed, journal, start } = market({ only: { price: '0.60' } }, { rates });
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice: '2 EUR', tolerance: 1 }));
    expect(allowed).toEqual(['only 0.666666666666 USD']);
    expect((await journal.list({}))[0]?.maxPrice).toEqual(usd('0.666666666666'));
    await clock.runUntil(router.close());
  });

  test('is rounded down over several rates, too', () => {
    const rates = createRates([
      { base: 'USD', quote: 'EUR', value: '3', source: 'test', asOf: '2026-11-20' },
      { base: 'USD', quote: 'IRT', value: '100000', source: 'test', asOf: '2026-11-20' },
    ]);
    const told = convertDown(money('2', 'EUR'), 'IRT', rates) ?? fail('rate');
    // Exactly: 66666.666… toman.
    expect(compareMoney(told, money('66666.666666666666', 'IRT'))).toBeLessThanOrEqual(0);
    expect(compareMoney(told, money('66666.6666', 'IRT'))).toBeGreaterThan(0);
  });

  test('that an offer is above by its last digit forbids the offer', async () => {
    const rates = createRates([
      { base: 'USD', quote: 'EUR', value: '3', source: 'test', asOf: '2026-11-20' },
    ]);
    const { clock, allowed, start } = market({ only: { price: '0.666666666667' } }, { rates });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice: '2 EUR' })));
    expect(error).toMatchObject({ code: 'NO_OFFER' });
    expect(allowed).toEqual([]);
    await clock.runUntil(router.close());
  });
});
