import { flushCompileCache } from 'node:module';
import { neverHappened } from './coverage.ts';
import type { Lean } from './lean.ts';
import { runMutants } from './mutants/run.ts';
import { type Options, parseOptions } from './options.ts';
import { runOnAllCores } from './pool.ts';
import { lineOf, summary } from './report.ts';
import { runScenario } from './scenario.ts';
import { Tally } from './tally.ts';
import type { Told } from './worker.ts';

/** Of each rule, enough to begin with; the rest is counted. */
const SHOWN = 6;

async function simulate(
  { orders: goal, workers, everyPoint, habits, twoLives }: Options,
  seed: number,
): Promise<number> {
  const lean = leanOf({ habits, twoLives });
  const tally = new Tally();
  const told: Told[] = [];
  const began = performance.now();
  let [scenarios, wishes, orders, batches, found] = [0, 0, 0, 0, 0];
  console.log(`seed ${seed}`);
  await runOnAllCores({
    seed,
    workers,
    everyPoint: everyPoint > 0,
    most: everyPoint > 0 ? everyPoint : Number.POSITIVE_INFINITY,
    ...(lean && { lean }),
    took: (result) => {
      tally.merge(result.counts);
      scenarios += result.scenarios;
      wishes += result.wishes;
      orders += result.orders;
      batches += 1;
      for (const one of result.violations) {
        if (told.filter(({ rule }) => rule === one.rule).length < SHOWN) told.push(one);
      }
      return everyPoint > 0 ? batches < everyPoint : orders < goal;
    },
  });
  for (const [, times] of tally.group('violations')) found += times;
  console.log(summary({ tally, scenarios, wishes, orders, tookMs: performance.now() - began }));
  for (const one of told) console.log(lineOf(one, twoLives));
  for (const [rule, times] of tally.group('violations')) console.log(`broken: ${rule}, ${times} times`);
  const missing = everyPoint > 0 || lean ? [] : neverHappened(tally, orders);
  for (const name of missing) console.log(`never happened: ${name}`);
  return found + missing.length;
}

/** Undefined: everything as chance has it. */
function leanOf({ habits, twoLives }: Pick<Options, 'habits' | 'twoLives'>): Lean | undefined {
  if (!habits && !twoLives) return undefined;
  return { ...(habits && { habits }), ...(twoLives && { twoLives }) };
}

async function tell(options: Options, seed: number): Promise<number> {
  const lean = leanOf(options);
  const { violations } = await runScenario({
    seed,
    ...(lean && { lean }),
    trace: (line) => console.log(line),
  });
  return violations.length;
}

const options = parseOptions(process.argv.slice(2));
// Each thread loads what is loaded here: where there is a place to keep it, nothing is compiled twice.
flushCompileCache();
if (options.mutants) {
  const survivors = await runMutants({ ...options, most: 1_500, say: (line) => console.log(line) });
  process.exitCode = survivors > 0 ? 1 : 0;
} else {
  const { seed = Math.floor(Math.random() * 1_000_000_000) } = options;
  const violations = options.trace ? await tell(options, seed) : await simulate(options, seed);
  console.log(`violations: ${violations}`);
  process.exitCode = violations > 0 ? 1 : 0;
}
