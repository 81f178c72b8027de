import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { median, ms, print, timed } from '../report.ts';
import type { Start } from './child.ts';
import { fillYears } from './fill.ts';

const ORDERS = 200_000;
const RECENT_ORDERS = 100_000;
const TWO_MONTHS_MS = 58 * 86_400_000;
const ROUNDS = 3;
/** What the past may add to any of them, and to the longest turn of the event loop. */
const MOST_MS = 50;
const LONGEST_TURN_MS = 20;

const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
const run = promisify(execFile);

type Work = 'buy' | 'recover' | 'page' | 'record' | 'history' | 'read' | 'spend';

async function start(file: string, work: Work): Promise<Start> {
  const script = path.join(import.meta.dirname, 'child.ts');
  const { stdout } = await run(process.execPath, [...source, script, file, work]);
  return JSON.parse(stdout) as Start;
}

/** What a start and its first work cost more with the orders of three years than with none. */
export async function journalOfYears(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-'));
  try {
    const [years, none] = [path.join(folder, 'years.sqlite'), path.join(folder, 'none.sqlite')];
    const filled = await timed(() => fillYears(years, ORDERS));
    await fillYears(none, 0);
    const first = await start(years, 'buy');
    print({
      what: `first start with a journal of ${ORDERS} orders whose checkpoints are older than all of them`,
      ratio: first.turn / LONGEST_TURN_MS,
      goal: 'reported',
      met: true,
      detail: `first buy after ${ms(first.work)}, longest turn ${ms(first.turn)}; filled in ${ms(filled)}`,
    });
    for (const work of ['buy', 'page', 'history', 'recover'] as const) {
      // A recovery waits between two looks at the balance, so one is enough.
      const rounds = work === 'recover' ? 1 : ROUNDS;
      const pairs: { readonly with: Start; readonly without: Start }[] = [];
      for (let round = 0; round < rounds; round += 1)
        pairs.push({ with: await start(years, work), without: await start(none, work) });
      compare(work, pairs);
    }
    const months = path.join(folder, 'months.sqlite');
    await fillYears(months, RECENT_ORDERS, TWO_MONTHS_MS);
    await trackRecord(months);
    await spendOfMonths(months);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What it takes to add up what a vendor's orders have come to, and to learn from all, for the first time. */
async function trackRecord(file: string): Promise<void> {
  const { turn, work, memory } = await start(file, 'record');
  print({
    what: `track record of a vendor, ${RECENT_ORDERS} orders of three in the last two months`,
    ratio: turn / LONGEST_TURN_MS,
    goal: `<= ${LONGEST_TURN_MS} ms in one turn of the event loop`,
    met: turn <= LONGEST_TURN_MS,
    detail: `longest turn ${ms(turn)}, all ${ms(work)}, ${(memory / 2 ** 20).toFixed(0)} MB`,
  });
}

/** What it takes to sum up two months by their days, beside reading their orders and nothing else. */
async function spendOfMonths(file: string): Promise<void> {
  const ratios: number[] = [];
  const turns: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [spend, read] = [await start(file, 'spend'), await start(file, 'read')];
    ratios.push(spend.work / read.work);
    turns.push(spend.turn);
  }
  const [ratio, turn] = [median(ratios), median(turns)];
  print({
    what: `spend of two months by day, ${RECENT_ORDERS} orders, vs reading them`,
    ratio,
    goal: `<= 1.5, and <= ${LONGEST_TURN_MS} ms in one turn of the event loop`,
    met: ratio <= 1.5 && turn <= LONGEST_TURN_MS,
    detail: `longest turn ${ms(turn)}`,
  });
}

function compare(work: string, pairs: readonly { readonly with: Start; readonly without: Start }[]): void {
  const both = (part: keyof Start): readonly [years: number, none: number] => [
    median(pairs.map((pair) => pair.with[part])),
    median(pairs.map((pair) => pair.without[part])),
  ];
  const beside = `with ${ORDERS} orders in the journal vs with none`;
  const [turn, bareTurn] = both('turn');
  const [memory, bare] = both('memory');
  const held = `longest turn ${ms(turn)} vs ${ms(bareTurn)}`;
  const kept = `${(memory / 2 ** 20).toFixed(0)} vs ${(bare / 2 ** 20).toFixed(0)} MB`;
  const [took, bareTook] = both('work');
  print({
    what: `${work} after a start, ${beside}`,
    ratio: took / bareTook,
    goal: `<= ${MOST_MS} ms more, <= ${LONGEST_TURN_MS} ms of them in one turn of the event loop`,
    met: took - bareTook <= MOST_MS && turn - bareTurn <= LONGEST_TURN_MS,
    detail: `${ms(took)} vs ${ms(bareTook)}; ${held}; ${kept}`,
  });
  if (work !== 'buy') return;
  const [open, bareOpen] = both('open');
  print({
    what: `open, ${beside}`,
    ratio: open / bareOpen,
    goal: `<= ${MOST_MS} ms more`,
    met: open - bareOpen <= MOST_MS,
    detail: `${ms(open)} vs ${ms(bareOpen)}`,
  });
}
