import type { Order } from '@numroute/core';
import { type Happening, memoryJournal, spendOf, spentOf, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshFile } from './folder.ts';
import { buyers, named, plain, summed, wantOf } from './plain-counts.ts';

const { bought, event, intent, orderOf, surplus } = samples;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOON = Date.UTC(2026, 5, 15, 12);

const providers = ['one', 'two'] as const;
const countries = ['EE', 'DE'] as const;

const amounts = fc.constantFrom(
  '0',
  '0.1',
  '0.25',
  '3',
  '0.000000000000000007',
  '99999999999999999999',
  '-1',
);
const prices = fc.record({ amount: amounts, currency: fc.constantFrom('USD', 'IRT') });

/** The time of its first event, on both sides of the edges of spans, in any order. */
const times = fc
  .tuple(
    fc.integer({ min: -40, max: 40 }),
    fc.constantFrom(5 * MINUTE, 60 * MINUTE, DAY),
    fc.integer({ min: -2, max: 2 }),
  )
  .map(([many, span, more]) => Math.floor(NOON / span) * span + many * span + more);

interface Step {
  readonly name: string;
  /** If it has not begun. */
  readonly begins: Happening;
  /** If it has, whether or not the lifecycle allows it. */
  readonly follows: Happening;
  readonly at: number;
}

const stepOf = (name: string): fc.Arbitrary<Step> => {
  const order = fc
    .tuple(fc.constantFrom(...providers), prices, prices, fc.constantFrom('vendor', 'offer', 'balance'))
    .map(([at, paid, quoted, paidSource]): Order => orderOf(name, at, { paid, quoted, paidSource }));
  const begins = fc
    .tuple(
      fc.constantFrom(...Object.keys(buyers)),
      fc.constantFrom(...providers),
      fc.constantFrom(...countries),
    )
    .map(([want, provider, country]): Happening => {
      const begun = intent(`${want}-${name}`, provider);
      return begun.kind === 'intent' ? { ...begun, offer: { ...begun.offer, country } } : begun;
    });
  const report = fc.record({
    id: fc.constant(name),
    status: fc.constantFrom('open', 'delivered', 'finished', 'cancelled', 'expired', 'gone'),
    messages: fc.constantFrom([], [{ code: '0123' }]),
  } as const);
  const evidence = 'e';
  const follows: fc.Arbitrary<Happening> = fc.oneof(
    { arbitrary: order.map(bought), weight: 3 },
    fc.constantFrom<Happening>(
      { kind: 'refused', code: 'REJECTED', message: 'no' },
      { kind: 'unheard', message: 'lost' },
      { kind: 'absent', evidence },
      { kind: 'disputed', evidence },
      { kind: 'refund-seen', evidence },
      { kind: 'refund-missing', evidence },
    ),
    prices.map((charged): Happening => ({ kind: 'lost', evidence, charged })),
    prices.map((price): Happening => ({ kind: 'charge-seen', price, evidence })),
    report.map((one): Happening => ({ kind: 'reported', report: one })),
  );
  return fc.record({
    name: fc.constant(name),
    begins: fc.oneof({ arbitrary: begins, weight: 3 }, { arbitrary: order.map(surplus), weight: 1 }),
    follows,
    at: times,
  });
};

const spentFilters = fc.record(
  {
    since: times,
    provider: fc.constantFrom(...providers, 'none'),
    buyer: fc.constantFrom('qa', 'support', 'none'),
    takesPromise: fc.subarray([...providers]),
  },
  { requiredKeys: ['since'] },
);
const outcomesFilters = fc.record(
  {
    provider: fc.constantFrom(...providers),
    since: times,
    market: fc.constantFrom(...countries).map((country) => ({ service: 'telegram', country })),
  },
  { requiredKeys: ['provider', 'since'] },
);

test('property: over any life, file and memory count what a plain reading of all entries counts', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const life = fc.array(fc.option(fc.constantFrom(...names).chain(stepOf), { freq: 20 }), {
    minLength: 10,
    maxLength: 40,
    size: 'max',
  });
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(
      life,
      fc.array(spentFilters, { minLength: 3 }),
      fc.array(outcomesFilters, { minLength: 3 }),
      async (steps, spents, outcomes) => {
        const file = freshFile();
        const memory = memoryJournal({ acceptOrphans: true });
        let journal = sqliteJournal({ file });
        try {
          for (const step of steps) {
            if (step) {
              const begun = await memory.findAttempt(step.name);
              const one = event(step.name, begun ? step.follows : step.begins, step.at);
              // As the router does it, and no sooner: each is a write of its own.
              if (one.kind === 'intent' && !(await memory.findWant(one.want)))
                for (const each of [memory, journal]) await each.openWant(wantOf(one.want));
              await Promise.allSettled([memory.append(one), journal.append(one)]);
            } else {
              await journal.forget(NOON + 100 * DAY);
              await journal.close();
              journal = sqliteJournal({ file });
            }
          }
          const entries = await memory.list({});
          for (const filter of [{ since: -DAY }, ...spents]) {
            const expected = plain.spent(entries, filter);
            counted += expected.length;
            expect(named(await memory.spent(filter))).toEqual(expected);
            expect(named(await journal.spent(filter))).toEqual(expected);
            const { since: sentSince, provider, buyer } = filter;
            const rows = await spendOf(
              journal,
              { sentSince, ...(provider !== undefined && { provider }) },
              buyer === undefined ? {} : { by: 'buyer' },
            );
            expect(summed(rows.filter(({ group }) => group === buyer).map(({ net }) => net))).toEqual(
              plain.spent(entries, { ...filter, takesPromise: [] }),
            );
            if (buyer !== undefined) continue;
            const asked = entries.filter(
              ({ sentAt, offer }) =>
                sentAt >= filter.since && (!filter.provider || offer.provider === filter.provider),
            );
            expect(summed(asked.flatMap((entry) => spentOf(entry, filter.takesPromise) ?? []))).toEqual(
              expected,
            );
          }
          for (const filter of outcomes) {
            const expected = plain.outcomes(entries, filter);
            counted += expected.numbers;
            expect(await memory.outcomes(filter)).toEqual(expected);
            expect(await journal.outcomes(filter)).toEqual(expected);
          }
        } finally {
          await journal.close();
        }
      },
    ),
    { numRuns: 25 },
  );
  expect(counted).toBeGreaterThan(80);
});
