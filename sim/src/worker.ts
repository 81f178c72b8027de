import { parentPort } from 'node:worker_threads';
import type { Lean } from './lean.ts';
import { runScenario } from './scenario.ts';
import { Tally } from './tally.ts';
import type { Violation } from './violation.ts';

/** Some scenarios in a row. */
export interface Batch {
  readonly from: number;
  readonly count: number;
  readonly everyPoint: boolean;
  readonly lean?: Lean;
}

export interface Told extends Violation {
  readonly seed: number;
  readonly killAt?: number;
}

export interface BatchResult {
  readonly from: number;
  readonly scenarios: number;
  readonly orders: number;
  readonly wishes: number;
  readonly counts: readonly (readonly [string, number])[];
  readonly violations: readonly Told[];
}

/** Of each rule, enough to see what is wrong; the rest is counted. */
const TOLD = 4;

async function run({ from, count, everyPoint, lean }: Batch): Promise<BatchResult> {
  const tally = new Tally();
  const violations: Told[] = [];
  let wishes = 0;
  let scenarios = 0;
  const one = async (seed: number, killAt?: number): Promise<readonly number[]> => {
    const outcome = await runScenario({
      seed,
      ...(lean && { lean }),
      ...(killAt !== undefined && { killAt }),
    });
    scenarios += 1;
    wishes += outcome.wishes;
    tally.merge(outcome.tally.entries());
    for (const violation of outcome.violations) {
      tally.add(`violations: ${violation.rule}`);
      if (tally.count(`violations: ${violation.rule}`) <= TOLD) {
        violations.push({ ...violation, seed, ...(killAt !== undefined && { killAt }) });
      }
    }
    return outcome.forks;
  };
  for (let seed = from; seed < from + count; seed += 1) {
    if (!everyPoint) {
      await one(seed);
      continue;
    }
    for (const point of await one(seed, Number.POSITIVE_INFINITY)) await one(seed, point);
  }
  return { from, scenarios, orders: tally.count('sales'), wishes, counts: tally.entries(), violations };
}

// Nobody reads a stack here, and a million of them are slow. A replay shows them.
Error.stackTraceLimit = 0;

const port = parentPort;
port?.on('message', (batch: Batch) => {
  run(batch).then((result) => port.postMessage(result));
});
