import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { damageAgainAndAgain } from './crash/damage.ts';
import { fillAgainAndAgain } from './crash/disk-full.ts';
import { duelMutants, duels } from './crash/duel/run.ts';
import { killAgainAndAgain } from './crash/lane.ts';
import type { CrashVerdict } from './crash/verdict.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    lanes: { type: 'string', default: String(availableParallelism()) },
    concurrency: { type: 'string', default: '3' },
    'disk-full': { type: 'string' },
    damage: { type: 'string' },
    duel: { type: 'string' },
    seed: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const count = (text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new RangeError(
    'Usage: pnpm crash [--kills N] [--lanes N] [--concurrency N] | --disk-full N | --damage N | --duel N [--seed N] [--lanes N] | --duel N --mutants [--only NAME], whole numbers',
  );
};
const say = (line: string): void => console.log(line);

if (values.duel === undefined) await crash();
else {
  const seed = values.seed === undefined ? 1 + Math.floor(Math.random() * 1_000_000_000) : count(values.seed);
  say(`seed ${seed}`);
  const harms = count(values.duel);
  const wrong = values.mutants
    ? await duelMutants(seed, values.only, say)
    : await duels({ seed, harms, lanes: Math.min(count(values.lanes), harms), say });
  process.exitCode = wrong > 0 ? 1 : 0;
}

async function crash(): Promise<void> {
  const began = performance.now();
  const { what, results, wrong } = await run();
  const all = <T>(of: (one: CrashVerdict) => readonly T[]): T[] => results.flatMap(of);
  const forgotten = all(({ forgotten }) => forgotten);
  const twice = all(({ twice }) => twice);
  for (const one of forgotten) console.log(`forgotten: ${one}`);
  for (const one of twice) console.log(`bought twice: ${one}`);
  for (const one of wrong) console.log(`wrong: ${one}`);
  const states = new Map<string, number>();
  for (const [state, times] of all(({ states }) => [...states])) {
    states.set(state, (states.get(state) ?? 0) + times);
  }
  const orders = results.reduce((sum, one) => sum + one.orders, 0);
  const seconds = (performance.now() - began) / 1_000;
  console.log(`${what}, ${orders} orders, ${seconds.toFixed(1)} s`);
  console.log([...states].map(([state, times]) => `${state} ${times}`).join(', '));
  console.log(`forgotten: ${forgotten.length}, bought twice: ${twice.length}`);
  process.exitCode = forgotten.length + twice.length + wrong.length > 0 ? 1 : 0;
}

interface Run {
  readonly what: string;
  readonly results: readonly CrashVerdict[];
  /** Broken promises that are neither an order forgotten nor one bought twice. */
  readonly wrong: readonly string[];
}

function run(): Promise<Run> {
  if (values['disk-full'] !== undefined) return fillDisks(count(values['disk-full']));
  if (values.damage !== undefined) return damageJournals(count(values.damage));
  return killProcesses(count(values.kills));
}

async function killProcesses(kills: number): Promise<Run> {
  const lanes = Math.min(count(values.lanes), kills);
  const results = await Promise.all(
    Array.from({ length: lanes }, (_, n) =>
      killAgainAndAgain({
        kills: Math.floor((kills + n) / lanes),
        concurrency: count(values.concurrency),
        say: (line) => say(`lane ${n + 1}: ${line}`),
      }),
    ),
  );
  return { what: `${kills} kills`, results, wrong: [] };
}

async function fillDisks(rounds: number): Promise<Run> {
  const kinds = ['small file system', 'limit on files'] as const;
  const results: CrashVerdict[] = [];
  const wrong: string[] = [];
  const verdicts = await Promise.all(
    kinds.map((kind) => fillAgainAndAgain({ kind, rounds, say: (line) => say(`${kind}: ${line}`) })),
  );
  for (const [n, kind] of kinds.entries()) {
    const verdict = verdicts[n];
    if (!verdict) {
      say(`${kind}: not shown, because nothing may be mounted here`);
      continue;
    }
    const { early, dropped, told, meanwhile, wentOn, killed } = verdict;
    for (const [message, times] of told) say(`${kind}: ${times} x ${message}`);
    say(`${kind}: ${meanwhile.polls} polls and ${meanwhile.cancels} cancels while it was full`);
    say(`${kind}: killed while it was full ${killed}, went on by itself ${wentOn} of ${rounds}`);
    wrong.push(...early.map((one) => `${kind}: sold without an intent: ${one}`));
    wrong.push(...dropped.map((one) => `${kind}: not written when there was room again: ${one}`));
    if (wentOn < rounds) wrong.push(`${kind}: bought nothing although there was room again`);
    if (![...told.keys()].some((message) => message.startsWith('UNAVAILABLE journal')))
      wrong.push(`${kind}: nobody was told that the disk is full`);
    if (meanwhile.polls === 0) wrong.push(`${kind}: asked for no order while it was full`);
    results.push(verdict);
  }
  return { what: `${rounds} full disks`, results, wrong };
}

async function damageJournals(rounds: number): Promise<Run> {
  const verdict = await damageAgainAndAgain({ rounds, say });
  const { refused, whole, rescued } = verdict;
  say(`refused ${refused}, opened with everything ${whole}; ${rescued} events rescued`);
  return { what: `${rounds} damaged journals`, results: [verdict], wrong: verdict.wrong };
}
