import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Counts, counted, live } from './history.ts';
import { steps, type Vendor } from './steps.ts';

/** `NUMROUTE_LEDGER_HISTORIES=200000` for a night. */
const histories = Number(process.env['NUMROUTE_LEDGER_HISTORIES'] ?? 1000);

function judgeMany(vendor: Vendor, share: number): Counts {
  const counts = Object.fromEntries(counted.map((name) => [name, 0])) as Counts;
  fc.assert(
    fc.property(steps, (history) => live(history, vendor, counts)),
    { numRuns: Math.ceil(histories * share) },
  );
  return counts;
}

test('no false verdict and no group for ever, at a vendor that keeps its word', { timeout: 0 }, () => {
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
    'checkpoint',
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
