import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { mutants } from './list.ts';
import type { Finding, Mutant, Trial } from './mutant.ts';

/** What was killed leaves promises behind that nobody can settle; after so many scenarios its thread takes them along. */
const SHIFT = 1_000;

export interface MutantRun {
  /** The first of the seeds to be tried; absent: those that noticed a mutant before, and then from 1 on. */
  readonly seed: number | undefined;
  readonly workers: number;
  /** Only those whose name contains it. */
  readonly only: string;
  /** Scenarios before a mutant counts as unnoticed. */
  readonly most: number;
  readonly say: (line: string) => void;
}

/** Breaks the engine in every way that is listed. Resolves with how many nobody noticed. */
export async function runMutants({ seed, workers, only, most, say }: MutantRun): Promise<number> {
  const chosen = mutants.filter(({ name }) => name.includes(only));
  const waiting = [...chosen];
  let survivors = 0;
  const hand = async (): Promise<void> => {
    let thread: Worker | undefined;
    let done = 0;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { seed: known, ...mutant } = next;
        const first = known !== undefined && seed === undefined ? [known] : [];
        const seeds = [...first, ...Array.from({ length: most }, (_, n) => (seed ?? 1) + n)];
        if (done >= SHIFT) {
          await thread?.terminate();
          thread = undefined;
          done = 0;
        }
        thread ??= new Worker(new URL('trial.ts', import.meta.url));
        const { name, killed, scenarios } = await tryOut(thread, { ...mutant, seeds });
        done += scenarios;
        if (!killed) survivors += 1;
        say(
          killed
            ? `killed   ${name} by ${killed.rule} after ${scenarios} (seed ${killed.seed}: ${killed.what.slice(0, 120)})`
            : `SURVIVED ${name}, ${scenarios} scenarios from seed ${seeds[0]}`,
        );
      }
    } finally {
      await thread?.terminate();
    }
  };
  await Promise.all(Array.from({ length: workers }, hand));
  say(`killed: ${chosen.length - survivors} of ${chosen.length}`);
  return survivors;
}

async function tryOut(thread: Worker, trial: Trial): Promise<Finding> {
  thread.postMessage(trial);
  const [finding] = (await once(thread, 'message')) as [Finding];
  return finding;
}

export type { Mutant };
