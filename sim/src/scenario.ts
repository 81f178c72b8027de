import { virtualClock } from '@numroute/testkit';
import type { Lean } from './lean.ts';
import { live } from './lives.ts';
import { seeded } from './random.ts';
import { createStage, type Stage } from './stage.ts';
import { Tally } from './tally.ts';
import { TROUBLE_ENDS_MS } from './troubles.ts';
import { liveTwice } from './two-lives/lives.ts';
import { judgeEnd } from './verdict/index.ts';
import type { Violation } from './violation.ts';
import type { Site } from './wire.ts';

export interface ScenarioOptions {
  readonly seed: number;
  /** The first run dies at this crash point and no other does; `Infinity`: none dies. Absent: as chance has it. */
  readonly killAt?: number;
  readonly lean?: Lean;
  /** Told what happens, line by line. */
  readonly trace?: (line: string) => void;
}

export interface Outcome {
  readonly seed: number;
  readonly wishes: number;
  readonly violations: readonly Violation[];
  readonly tally: Tally;
  /** The crash points of the first run at which there is something to be lost; with `killAt: Infinity` alone. */
  readonly forks: readonly number[];
}

/** The share of scenarios with two lives. */
const DOUBLES = 0.05;

/** What two lives are judged in: the journal that models PostgreSQL's, one name for an account, numbers and no codes. */
const forTwo: Lean = { twoLives: true, files: false, codes: 0 };

/** One small world from its first caller to its last refund; the same seed gives the same story. */
export async function runScenario(options: ScenarioOptions): Promise<Outcome> {
  const { seed, trace, killAt } = options;
  const random = seeded(seed);
  const isDouble = options.lean?.twoLives ?? (killAt === undefined && random.apart(100).chance(DOUBLES));
  const lean = isDouble ? { ...options.lean, ...forTwo } : options.lean;
  const tally = new Tally();
  const clock = virtualClock();
  const stage: Stage = createStage(random, clock, tally, lean, trace);
  const { judge } = stage;
  let forks: readonly number[] = [];
  // Long work is cut into slices by real time: a slow machine would cut it elsewhere, and tell another story.
  const realTime = performance.now;
  performance.now = clock.monotonic;
  try {
    if (isDouble) await clock.runUntil(liveTwice(stage));
    else ({ forks } = await clock.runUntil(live(stage, killAt)));
    const entries = await stage.storage.journal.list({});
    const { vendors, callers, sites, lives, weather, machine } = stage;
    const isPlain = vendors.every(({ habits }) => habits.size === 0);
    const fairFrom = weather.isFair && isPlain ? 0 : TROUBLE_ENDS_MS;
    const siteOf = (vendor: string): Site => {
      const found = sites.find((site) => site.vendor.id === vendor);
      if (!found) throw new RangeError(`There is no vendor ${vendor}.`);
      return found;
    };
    judgeEnd({
      judge,
      vendors,
      callers,
      entries,
      tally,
      vanished: ({ vendor, id }) => siteOf(vendor).vanished.has(id),
      habitsOf: (vendor) => siteOf(vendor).habits,
      lives,
      isDouble,
      fairFrom,
      epoch: clock.now() - clock.monotonic(),
      machine,
    });
    for await (const line of stage.storage.journal.exportLines()) judge.heard('journal', line);
  } catch (error) {
    judge.accuse('crash of the simulation', error instanceof Error ? (error.stack ?? '') : String(error));
  } finally {
    performance.now = realTime;
    await stage.storage.close();
  }
  if (trace) for (const { rule, what } of judge.violations) trace(`VIOLATION ${rule}: ${what}`);
  return { seed, wishes: stage.callers.length, violations: judge.violations, tally, forks };
}
