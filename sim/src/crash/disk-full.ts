import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AttemptEvent } from '@numroute/journal';
import { rescueEvents, sqliteJournal } from '@numroute/journal';
import { type Disk, limitedFiles, smallDisk } from './disk.ts';
import { fastClock } from './fast-clock.ts';
import { type Market, openMarket } from './market.ts';
import type { Word } from './plan.ts';
import { type Child, startChild } from './start-child.ts';
import { type CrashVerdict, judgeFile } from './verdict.ts';
import { openWants } from './wants.ts';

const FACTOR = 240;
const NAME = 'orders.sqlite';
const SALES = 6;
/** What is asked of the vendors while the disk is full, before anything else happens. */
const REQUESTS = 40;
const LONGEST_MS = 10_000;

export interface FullDiskVerdict extends CrashVerdict {
  readonly disk: Disk['kind'];
  /** Numbers that were sold although their intent was not on the disk. */
  readonly early: readonly string[];
  /** Orders that could not be written down, were told to their caller, and are not in the journal although the process lived on. */
  readonly dropped: readonly string[];
  /** What callers were told while the disk was full, and how often. */
  readonly told: ReadonlyMap<string, number>;
  /** What the vendors were asked while the disk was full. */
  readonly meanwhile: { readonly polls: number; readonly cancels: number };
  /** Rounds in which the process bought again once there was room, without being started again. */
  readonly wentOn: number;
  readonly killed: number;
}

interface Fill {
  readonly kind: 'small file system' | 'limit on files';
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/**
 * A process buys, and its disk is full in the middle of it: each time at the moment that a number has
 * been sold and its buyer has not heard of it. Every second time it is killed then, and the next one
 * begins before there is room. Undefined where no
 * file system may be mounted.
 */
export async function fillAgainAndAgain({ kind, rounds, say }: Fill): Promise<FullDiskVerdict | undefined> {
  const within = mkdtempSync(path.join(tmpdir(), 'numroute-full-'));
  try {
    using disk = kind === 'small file system' ? smallDisk(within) : limitedFiles(within, `${NAME}-wal`);
    if (!disk) return undefined;
    return await fillOne(disk, within, rounds, say);
  } finally {
    rmSync(within, { recursive: true, force: true });
  }
}

async function fillOne(
  disk: Disk,
  within: string,
  rounds: number,
  say: (line: string) => void,
): Promise<FullDiskVerdict> {
  const file = path.join(disk.folder, NAME);
  const epoch = Date.now();
  await using market = await openMarket(fastClock(FACTOR, epoch));
  const wants = openWants({ file, epoch, factor: FACTOR, market });
  const told = new Map<string, number>();
  const meanwhile = { polls: 0, cancels: 0 };
  const early: string[] = [];
  const unwritten = new Set<string>();
  let [wentOn, killed] = [0, 0];
  let isFull = false;
  let isKept = false;
  const heard = (word: Word): void => {
    if (word.kind !== 'told') wants.heard(word);
    else if (isFull) {
      const order = /^(\S+): order (\S+) was bought, but/.exec(word.message);
      if (order && isKept) unwritten.add(`${order[1]} ${order[2]}`);
      const message = `${word.code} ${word.message.replace(file, NAME).replace(/order \S+/, 'order …')}`;
      told.set(message, (told.get(message) ?? 0) + 1);
    }
  };
  let child: Child | undefined;
  const begin = async (last: boolean): Promise<Child> => {
    child = startChild(within, heard);
    await child.ready;
    child.begin(wants.setup(last));
    return child;
  };
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const isKilled = round % 2 === 0;
      let writer = await begin(false);
      await market.sales(1 + Math.floor(Math.random() * SALES), LONGEST_MS);
      isKept = !isKilled;
      await full(market, () => {
        disk.fill(writer.process.pid ?? 0);
        isFull = true;
      });
      const before = { ...market.calls };
      await asked(market, REQUESTS);
      early.push(...unintended(market, file));
      if (isKilled) {
        killed += 1;
        await writer.kill();
        // There is still no room.
        writer = await begin(false);
        await asked(market, REQUESTS);
        early.push(...unintended(market, file));
      }
      meanwhile.polls += market.calls.polls - before.polls;
      meanwhile.cancels += market.calls.cancels - before.cancels;
      const soldMeanwhile = market.calls.sales - before.sales;
      isFull = false;
      disk.clear(writer.process.pid ?? 0);
      const goesOn = await market.sales(3, LONGEST_MS);
      if (goesOn) wentOn += 1;
      say(`round ${round}: ${soldMeanwhile} sold while it was full, ${goesOn ? 'went on' : 'did not go on'}`);
      await writer.kill();
      await tidy(file);
    }
    await (await begin(true)).ended;
  } finally {
    await child?.kill();
  }
  const verdict = await judgeFile(file, market);
  const dropped = [...unwritten].filter((order) => !verdict.known.has(order));
  return { ...verdict, disk: disk.kind, early, dropped, told, meanwhile, wentOn, killed };
}

/** A log that has grown once is written over, and would need no more room. */
async function tidy(file: string): Promise<void> {
  await sqliteJournal({ file }).close();
}

async function full(market: Market, fill: () => void): Promise<void> {
  const filled = Promise.withResolvers<void>();
  market.atSale(() => {
    fill();
    filled.resolve();
  });
  const late = delay(LONGEST_MS).then(() => {
    throw new Error('Nothing was sold for so long that the disk could not be filled in the middle of it');
  });
  await Promise.race([filled.promise, late]);
}

async function asked(market: Market, more: number): Promise<void> {
  await Promise.race([market.requests(more), delay(LONGEST_MS)]);
}

/** Sold, and no intent for it is on the disk. What is sold after this look is not looked at. */
function unintended({ stalls }: Market, file: string): string[] {
  const sold = stalls.flatMap(({ id, world }) => world.orders.map((order) => ({ provider: id, ...order })));
  const intents = new Map<string, number>();
  for (const line of rescueEvents(file).lines) {
    const event = JSON.parse(line) as AttemptEvent;
    if (event.kind !== 'intent') continue;
    const { provider, service, country } = event.offer;
    const kind = `${provider} ${service} ${country}`;
    intents.set(kind, (intents.get(kind) ?? 0) + 1);
  }
  const early: string[] = [];
  for (const { provider, id, service, country } of sold) {
    const kind = `${provider} ${service} ${country}`;
    const left = (intents.get(kind) ?? 0) - 1;
    intents.set(kind, left);
    if (left < 0) early.push(`${kind}: order ${id}`);
  }
  return early;
}
