import { compareMoney, money } from '@numroute/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { pricingOf } from '../src/clients/pricing.ts';

test.each([
  ['USD', '0.075', {}, '0.075'],
  ['USD', '0.075', { percent: '10' }, '0.0825'],
  ['USD', '0.075', { percent: '10', fixed: '0.01' }, '0.0925'],
  // Up, and only at the end: 0.11 * 1.333 = 0.14663.
  ['USD', '0.11', { percent: '33.3' }, '0.1467'],
  ['USD', '0.00001', {}, '0.0001'],
  ['IRT', '8400.2', { percent: '12.5' }, '9451'],
  ['JPY', '10.1', {}, '11'],
  ['KWD', '0.0301', { fixed: '0.00001' }, '0.03011'],
] as const)('%s %s with %o sells at %s', (currency, cost, margin, price) => {
  expect(pricingOf(currency, margin).sale(money(cost, currency))).toEqual({ amount: price, currency });
});

const decimal = (whole: number, places: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(whole), fc.nat(10 ** places - 1))
    .map(([units, fraction]) => `${units}.${String(fraction).padStart(places, '0')}`);

test('what is bought within a client’s cap is never sold above it, and never below its cost', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('USD', 'IRT', 'JPY', 'EUR'),
      decimal(1_000, 8),
      decimal(300, 3),
      decimal(2, 6),
      (currency, most, percent, fixed) => {
        const pricing = pricingOf(currency, { percent, fixed });
        const cap = money(most, currency);
        const cost = pricing.costWithin(cap);
        if (cost.amount.startsWith('-') || cost.amount === '0') return;
        const sale = pricing.sale(cost);
        expect(compareMoney(sale, cap)).toBeLessThanOrEqual(0);
        expect(compareMoney(sale, cost)).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: runs(400) },
  );
});

test('what is sold at a client’s floor or above it is what costs no less than the floor allows', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('USD', 'IRT', 'JPY', 'EUR'),
      decimal(3, 8),
      fc.option(decimal(3, 6), { nil: undefined }),
      decimal(300, 3),
      decimal(2, 6),
      (currency, costs, least, percent, fixed) => {
        const pricing = pricingOf(currency, { percent, fixed });
        const cost = money(costs, currency);
        const sale = pricing.sale(cost);
        // Also the floor that is the very price that is shown.
        const floor = least === undefined ? sale : money(least, currency);
        const isWithin = compareMoney(cost, pricing.costFrom(floor)) >= 0;
        expect(isWithin).toBe(compareMoney(sale, floor) >= 0);
      },
    ),
    { numRuns: runs(400) },
  );
});
