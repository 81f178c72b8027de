import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usualArrivals } from '../../src/polling/index.ts';
import { Beliefs } from '../../src/value/beliefs.ts';
import { believed, Node } from '../../src/value/chain.ts';
import { BINS, binOf, EDGES, edge, hazardsOf, reached, usualHazards } from '../../src/value/curve.ts';
import { Tally } from '../../src/value/tally.ts';
import { offerOf } from '../support/ranking.ts';

const ages = fc.double({ min: 1, max: 1_500, noNaN: true });
const hazards = fc.array(fc.double({ min: 0, max: 0.05, noNaN: true }), { minLength: BINS, maxLength: BINS });

describe('a curve', () => {
  test('is the usual one where nothing is known', () => {
    for (const { byMs, share } of usualArrivals.filter(({ byMs }) => EDGES.includes(byMs / 1_000)))
      expect(1 - reached(usualHazards, byMs / 1_000).waits).toBeCloseTo(share, 9);
  });

  test('rises, and its wait is what lies above it', () => {
    fc.assert(
      fc.property(hazards, ages, (curve, age) => {
        const steps = 500;
        let area = 0;
        let before = 1;
        for (let n = 1; n <= steps; n += 1) {
          const { waits } = reached(curve, (age * n) / steps);
          if (waits > before) throw new Error(`falls at ${n}`);
          area += ((waits + before) / 2) * (age / steps);
          before = waits;
        }
        expect(reached(curve, age).waited).toBeCloseTo(area, 0);
      }),
      { numRuns: 20 },
    );
  });

  test('has the shares that it is made of at its edges', () => {
    const shareAt = (age: number) => 0.8 * (1 - Math.exp(-age / 50));
    for (const age of EDGES) expect(1 - reached(hazardsOf(shareAt), age).waits).toBeCloseTo(shareAt(age), 9);
  });

  test('a code on an edge is of the earlier bin, and one after the last edge of none', () => {
    expect([0, 10, 10.001, 1_200, 1_201].map(binOf)).toEqual([0, 0, 1, BINS - 1, BINS]);
  });
});

/** The share that still waits by the product-limit estimate, at an age. */
function kaplanMeier(
  orders: readonly { readonly age: number; readonly isCode: boolean }[],
  upTo: number,
): number {
  const sorted = [...orders].sort((one, other) => one.age - other.age);
  let waits = 1;
  for (const [n, { age, isCode }] of sorted.entries()) {
    if (age > upTo) break;
    if (isCode) waits *= 1 - 1 / (sorted.length - n);
  }
  return waits;
}

describe('what is learnt of orders that were given up', () => {
  test('is what Kaplan and Meier make of them', () => {
    const order = fc.record({
      code: fc.double({ min: 0.1, max: 900, noNaN: true }),
      never: fc.boolean(),
      leaves: fc.double({ min: 30, max: 600, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(order, { minLength: 4_000, maxLength: 4_000 }), (orders) => {
        const seen = orders.map(({ code, never, leaves }) => ({
          age: never ? leaves : Math.min(code, leaves),
          isCode: !never && code <= leaves,
        }));
        const node = new Node();
        for (const { age, isCode } of seen) {
          const seconds = Array.from({ length: BINS }, (_, bin) =>
            Math.max(0, Math.min(age, edge(bin + 1)) - edge(bin)),
          );
          node.add(0, 1, seconds, isCode ? binOf(age) : undefined);
        }
        const { hazards: learnt } = believed(usualHazards, node, 0);
        for (const age of [30, 60, 120, 300, 420])
          expect(reached(learnt, age).waits).toBeCloseTo(kaplanMeier(seen, age), 1);
      }),
      { numRuns: 3 },
    );
  });
});

const observation = fc.record({
  provider: fc.constantFrom('a', 'b'),
  service: fc.constantFrom('telegram', 'vk'),
  country: fc.constantFrom('EE', 'DE'),
  pool: fc.constantFrom('x', 'y'),
  openedAt: fc.integer({ min: 0, max: 60 * 86_400_000 }),
  atRiskMs: fc.integer({ min: 0, max: 1_200_000 }),
  weight: fc.constantFrom(1, 0.3),
  money: fc.constantFrom('returned' as const, 'missing' as const),
  hasCode: fc.boolean(),
});

describe('beliefs', () => {
  test('are the same in whatever order the orders are read', () => {
    fc.assert(
      fc.property(
        fc.array(observation, { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.nat()),
        (seen, keys) => {
          const read = (list: typeof seen) => {
            const beliefs = new Beliefs();
            for (const { hasCode, ...one } of list)
              beliefs.observe({ ...one, ...(hasCode && { codeAfterMs: one.atRiskMs }) });
            return beliefs.at(61 * 86_400_000)(offerOf(0.1, { pool: 'x' }));
          };
          const shuffled = seen
            .map((one) => ({ one, key: keys.next().value }))
            .sort((left, right) => left.key - right.key)
            .map(({ one }) => one);
          const [once, again] = [read(seen), read(shuffled)];
          for (const [bin, hazard] of once.hazards.entries())
            expect(again.hazards[bin]).toBeCloseTo(hazard, 12);
          expect(again.evidence).toBeCloseTo(once.evidence, 9);
          expect(again.keeps).toBeCloseTo(once.keeps, 12);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('are half forgotten after a half-life', () => {
    const tally = new Tally(1, 1_000);
    tally.counts[0] = tally.weightOf(5_000);
    expect((tally.counts[0] ?? 0) * tally.leftAt(6_000)).toBeCloseTo(0.5);
    tally.counts[0] += tally.weightOf(4_000);
    expect(tally.counts[0]).toBeCloseTo(1.5);
  });
});
