import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OVER, SETTLED, timing } from './ledger-account.ts';
import { type Counts, counted, type Fate, live, type Step, type Vendor } from './ledger-history.ts';

/** `NUMROUTE_LEDGER_HISTORIES=200000` for a night. */
const histories = Number(process.env['NUMROUTE_LEDGER_HISTORIES'] ?? 1000);

const price = fc.constantFrom(3, 5, 5, 5, 8);
const upTo = (max: number) => fc.integer({ min: 0, max });

const fate: fc.Arbitrary<Fate> = fc.record({
  reply: fc.constantFrom('bought', 'bought', 'bought', 'refused', 'lost', 'lost'),
  charged: fc.boolean(),
  price,
  drift: fc.integer({ min: -1, max: 1 }),
  chargeAfter: fc.oneof(upTo(2_000), upTo(40_000), upTo(SETTLED)),
  gaveUpAfter: fc.oneof(fc.constant(0), upTo(timing.purchaseTimeoutMs)),
  smsAfter: fc.option(upTo(timing.lifetimeMs), { nil: undefined, freq: 2 }),
  endsEarlyAfter: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: upTo(timing.lifetimeMs) },
  ),
  refundLag: upTo(timing.refundLagMs),
  lateBy: fc.oneof(fc.constant(0), upTo(2 * timing.refundLagMs), upTo(2 * OVER)),
  burns: fc.constantFrom(false, false, false, true),
  forgets: fc.constantFrom(false, false, true),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('buy' as const), fate }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(upTo(20_000), upTo(SETTLED), upTo(2 * OVER)),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('poll' as const), which: upTo(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      which: upTo(9),
      replyLost: fc.boolean(),
      after: upTo(20_000),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('read' as const), lookedUpAfter: upTo(2_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('top-up' as const),
      tenths: fc.oneof(price, fc.constant(500)),
      declared: fc.constantFrom(true, true, false),
    }),
  },
);

const steps = fc.array(step, { minLength: 4, maxLength: 40, size: 'max' });

function judgeMany(vendor: Vendor, share: number): Counts {
  const counts = Object.fromEntries(counted.map((name) => [name, 0])) as Counts;
  fc.assert(
    fc.property(steps, (history) => live(history, vendor, counts)),
    { numRuns: Math.ceil(histories * share) },
  );
  return counts;
}

test('no false verdict and no riddle for ever, at a vendor that keeps its word', { timeout: 0 }, () => {
  const counts = judgeMany({ driftsFromQuotes: false, keepsPromises: true }, 0.5);
  if (process.env['NUMROUTE_LEDGER_HISTORIES']) process.stdout.write(`${JSON.stringify(counts)}\n`);
  // A run in which something never happened has shown nothing about it.
  for (const name of [
    'absent',
    'lost',
    'returned',
    'missing',
    'disputed',
    'undecided',
    'anchor',
    'top-up',
  ] as const) {
    expect(counts[name], name).toBeGreaterThan(0);
  }
});

test('the same where what is charged is not what was quoted', { timeout: 0 }, () => {
  const counts = judgeMany({ driftsFromQuotes: true, keepsPromises: true }, 0.25);
  if (process.env['NUMROUTE_LEDGER_HISTORIES']) process.stdout.write(`${JSON.stringify(counts)}\n`);
  for (const name of ['absent', 'lost', 'learned'] as const) expect(counts[name], name).toBeGreaterThan(0);
});

test('no false absence even where promised refunds come late or never', { timeout: 0 }, () => {
  const counts = judgeMany({ driftsFromQuotes: false, keepsPromises: false }, 0.25);
  if (process.env['NUMROUTE_LEDGER_HISTORIES']) process.stdout.write(`${JSON.stringify(counts)}\n`);
  for (const name of ['absent', 'missing', 'mismatch'] as const)
    expect(counts[name], name).toBeGreaterThan(0);
});
