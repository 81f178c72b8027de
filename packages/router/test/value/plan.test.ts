import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BINS, reached, usualHazards } from '../../src/value/curve.ts';
import { goOn, indexOf, planOf, type Worth } from '../../src/value/plan.ts';
import type { Box } from '../../src/value/steps.ts';

const worth: Worth = { second: 0.01 / 60, code: 2 };
const boxOf = (more: Partial<Box> = {}): Box => ({
  price: 0.1,
  hazards: usualHazards,
  scale: 1,
  keeps: 0.05,
  purchase: 3,
  cancelAfter: 60,
  life: 1_200,
  ...more,
});

const boxes: fc.Arbitrary<Box> = fc.record({
  price: fc.double({ min: 0.01, max: 1, noNaN: true }),
  hazards: fc.array(fc.double({ min: 1e-5, max: 0.05, noNaN: true }), { minLength: BINS, maxLength: BINS }),
  scale: fc.constant(1),
  keeps: fc.double({ min: 0, max: 1, noNaN: true }),
  purchase: fc.double({ min: 0, max: 20, noNaN: true }),
  cancelAfter: fc.integer({ min: 0, max: 200 }),
  life: fc.integer({ min: 200, max: 1_500 }),
});
const lefts = fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 230, max: 2_000 }));

describe('the index', () => {
  test('falls where codes come sooner or oftener, and where price or kept money fall', () => {
    fc.assert(
      fc.property(boxes, lefts, fc.nat(BINS - 1), (box, left, bin) => {
        const { cost } = indexOf(box, left, worth);
        const more = box.hazards.map((hazard, at) => (at === bin ? hazard * 1.5 : hazard));
        const slack = 1 + 1e-9;
        expect(indexOf({ ...box, hazards: more }, left, worth).cost).toBeLessThanOrEqual(cost * slack);
        expect(indexOf({ ...box, price: box.price * 0.9 }, left, worth).cost).toBeLessThan(cost);
        expect(indexOf({ ...box, keeps: box.keeps * 0.9 }, left, worth).cost).toBeLessThanOrEqual(
          cost * slack,
        );
      }),
    );
  });

  test('is what an offer costs that is bought again and again', () => {
    const box = boxOf();
    const { cost, until } = indexOf(box, Number.POSITIVE_INFINITY, worth);
    const { waits, waited } = reached(box.hazards, until);
    const once = worth.second * (3 + waited) + 0.1 * (1 - waits + waits * 0.05);
    expect(cost).toBeCloseTo(once / (1 - waits), 12);
  });

  test('a vendor that takes no cancel for two minutes is waited for as long', () => {
    const dear: Worth = { second: 0.01, code: 2 };
    expect(indexOf(boxOf({ cancelAfter: 0 }), Number.POSITIVE_INFINITY, dear).until).toBeLessThan(120);
    expect(indexOf(boxOf({ cancelAfter: 130 }), Number.POSITIVE_INFINITY, dear).until).toBe(130);
  });
});

describe('a plan', () => {
  test('never gives up before the earliest cancel, nor after the order or the want is over', () => {
    fc.assert(
      fc.property(
        fc.array(boxes, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 25, max: 2_000 }),
        (all, left) => {
          for (const [at, { cost, until }] of planOf(all, left, worth).entries()) {
            const { cancelAfter = 0, life = 0, purchase = 0 } = all[at] ?? {};
            if (cost === Number.POSITIVE_INFINITY) continue;
            expect(until).toBeGreaterThanOrEqual(cancelAfter);
            expect(until).toBeLessThanOrEqual(Math.max(cancelAfter, Math.min(life, left - purchase)));
          }
        },
      ),
    );
  });

  test('more time and more offers never cost more', () => {
    fc.assert(
      fc.property(
        fc.array(boxes, { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 2, max: 30 }),
        (all, minutes) => {
          const least = (some: readonly Box[], left: number): number =>
            Math.min(worth.code, ...planOf(some, left, worth).map(({ cost }) => cost));
          const cost = least(all, minutes * 60);
          expect(cost).toBeLessThanOrEqual(least(all.slice(1), minutes * 60) + 1e-9);
          expect(cost).toBeLessThanOrEqual(least(all, (minutes - 1) * 60) + 0.02 * cost);
        },
      ),
    );
  });

  test('comes to the index where there is time without end', () => {
    const box = boxOf({ keeps: 0 });
    const [{ cost } = { cost: 0 }] = planOf([box], 3_600, { ...worth, code: 0.4 });
    expect(cost).toBeGreaterThan(0);
    expect(cost / indexOf(box, Number.POSITIVE_INFINITY, worth).cost).toBeCloseTo(1, 1);
  });

  test('buys nothing in the last minute that can only be paid for', () => {
    const slow = boxOf({
      cancelAfter: 120,
      hazards: usualHazards.map((hazard, bin) => (bin < 5 ? 0 : hazard)),
    });
    expect(planOf([slow], 50, worth)[0]?.cost).toBeGreaterThan(worth.code);
    expect(planOf([boxOf({ cancelAfter: 120 })], 50, worth)[0]?.cost).toBeLessThan(worth.code);
  });
});

describe('an order that waits', () => {
  test('is left sooner the more its codes come early, and never before its cancel is taken', () => {
    const others = [boxOf()];
    const late = boxOf({ hazards: usualHazards.map((hazard, bin) => (bin < 8 ? hazard : 0)) });
    expect(goOn(late, 181, others, 1_200, worth).until).toBe(181);
    expect(goOn(late, 20, others, 1_200, worth).until).toBeLessThanOrEqual(180);
    expect(goOn(boxOf({ cancelAfter: 200 }), 20, others, 1_200, worth).until).toBeGreaterThanOrEqual(200);
  });

  test('is waited for where there is nothing else, and money that is gone is no reason', () => {
    expect(goOn(boxOf(), 200, [], 900, worth).until).toBeGreaterThan(600);
    const kept = goOn(boxOf({ keeps: 1 }), 200, [boxOf()], 900, worth).until;
    expect(kept).toBeGreaterThanOrEqual(goOn(boxOf({ keeps: 0 }), 200, [boxOf()], 900, worth).until);
  });

  test('is given up when its want is over', () => {
    expect(goOn(boxOf(), 300, [], 0, worth).until).toBe(300);
    expect(goOn(boxOf(), 30, [], 0, worth).until).toBe(60);
    expect(goOn(boxOf(), 300, [], 100, worth).until).toBeLessThanOrEqual(400);
  });
});
