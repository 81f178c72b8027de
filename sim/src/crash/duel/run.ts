import { duel } from './duel.ts';
import { mutants } from './mutants.ts';
import type { DuelVerdict } from './referee.ts';

/** Broken promises of a duel, each in a line of its own. */
export function broken({ forgotten, twice, old, owners, stolen }: DuelVerdict): readonly string[] {
  return [
    ...forgotten.map((one) => `forgotten: ${one}`),
    ...twice.map((one) => `bought twice: ${one}`),
    ...old.map((one) => `act under an old fence: ${one}`),
    ...owners.map((one) => `two owners at a time: ${one}`),
    ...stolen.map((one) => `released by another one: ${one}`),
  ];
}

interface Duels {
  readonly seed: number;
  readonly harms: number;
  readonly lanes: number;
  readonly say: (line: string) => void;
}

/** Resolves with how many promises were broken. */
export async function duels({ seed, harms, lanes, say }: Duels): Promise<number> {
  const began = performance.now();
  const verdicts = await Promise.all(
    Array.from({ length: lanes }, (_, n) =>
      duel({
        seed: seed + n,
        times: Math.floor((harms + n) / lanes),
        say: (line) => say(`lane ${n + 1}: ${line}`),
      }),
    ),
  );
  for (const line of verdicts.flatMap(broken)) say(line);
  const sum = (of: (one: DuelVerdict) => number): number => verdicts.reduce((all, one) => all + of(one), 0);
  const stolen = sum((one) => one.stolen.length);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  say(`seed ${seed}, ${sum((one) => one.orders)} orders, ${seconds} s`);
  say(
    `${harms} harms, forgotten: ${sum((one) => one.forgotten.length)}, bought twice: ${sum((one) => one.twice.length)}, acts under an old fence: ${sum((one) => one.old.length)}, two owners at a time: ${sum((one) => one.owners.length)}`,
  );
  return verdicts.flatMap(broken).length + stolen;
}

/** A mutant that nobody noticed after so many harms has survived. */
const MOST = 12;
const AT_ONCE = 4;

/** Resolves with how many mutants nobody noticed. */
export async function duelMutants(seed: number, only: string, say: (line: string) => void): Promise<number> {
  let survivors = 0;
  let tried = 0;
  for (const [n, { name, harm }] of mutants.entries()) {
    if (!name.includes(only)) continue;
    tried += 1;
    let noticed: string | undefined;
    let harmed = 0;
    while (noticed === undefined && harmed < MOST) {
      const mutant = new URL(`mutate.ts?${n}`, import.meta.url).href;
      const verdict = await duel({
        seed: seed + harmed,
        times: AT_ONCE,
        only: harm,
        mutant,
        say: () => undefined,
      });
      harmed += AT_ONCE;
      [noticed] = broken(verdict);
    }
    if (noticed === undefined) survivors += 1;
    say(
      noticed === undefined
        ? `SURVIVED ${name}, ${harmed} harms from seed ${seed}`
        : `killed   ${name} after ${harmed} harms (${noticed.split('\n', 1)[0]})`,
    );
  }
  say(`killed: ${tried - survivors} of ${tried}, seed ${seed}`);
  return survivors;
}
