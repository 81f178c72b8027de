import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Clock, intercept, money, NumrouteError, type Order, type Provider } from '@numroute/core';
import {
  type AttemptEvent,
  type AttemptRecord,
  type AttemptState,
  type JournalEntry,
  transition,
  UNRESOLVED,
} from '@numroute/journal';
import { createRouter, type Router } from '@numroute/router';
import { createWorld, paperProvider, syncAtOnce, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { journalOver } from '../../../journal/src/sqlite/journal.ts';
import { type OpenFile, openFile } from '../../../journal/src/sqlite/open.ts';
import { type Fault, faulty } from '../../../journal/test/faulty.ts';
import { freshFile } from '../../../journal/test/folder.ts';

syncAtOnce();

/** Thousands of runs, and none of them about what a real disk keeps. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Everything, where there is time for it. */
const isNightly = process.env['NUMROUTE_NIGHTLY'] !== undefined;

const maxPrice = money('1', 'USD');
const WANTS = [
  { service: 'telegram', end: 'finish' },
  { service: 'whatsapp', end: 'cancel' },
] as const;

const faults: readonly Fault[] = [
  { name: 'BUSY', code: 5, lasts: 1 },
  { name: 'FULL for a while', code: 13, lasts: 25, rollsBack: true },
  { name: 'IOERR', code: 10, lasts: 1 },
  { name: 'IOERR in the sync', code: 10, lasts: 1, isLate: true },
  { name: 'CORRUPT', code: 11, lasts: 1 },
];

const vendors = [
  { name: 'that lists its orders', capabilities: undefined },
  { name: 'that tells its balance alone', capabilities: ['cancelOrder', 'fetchBalance'] },
] as const;

const LOST: readonly AttemptState[] = ['lost', 'disputed'];

type Vendor = (typeof vendors)[number];

function openStage(vendor: Vendor) {
  const clock = virtualClock();
  const offers = WANTS.map(({ service }) => ({ service, country: 'EE', price: '0.1', stock: 10 }));
  const world = createWorld({ currency: 'USD', clock, offers });
  const opened = openFile(freshFile(FAST), 0);
  const capabilities = vendor.capabilities && [...vendor.capabilities];
  const paper = paperProvider(world, { id: 'one', ...(capabilities && { capabilities }) });
  const early: string[] = [];
  const provider: { -readonly [K in keyof Provider]: Provider[K] } = {
    ...paper,
    purchase: async (offer, call) => {
      // Past the faults: what is on the disk at the moment that the request leaves.
      const intent = opened.database.prepare(
        "SELECT 1 FROM attempt WHERE state = 'sending' AND provider = 'one'",
      );
      if (!intent.get()) early.push(offer.service);
      return await paper.purchase(offer, call);
    },
  };
  const { finishOrder } = paper;
  // As most vendors do: what is finished is forgotten.
  if (finishOrder) {
    provider.finishOrder = async (id, call) => {
      const isOver = world.orders.find((order) => order.id === id)?.status === 'finished';
      if (isOver) throw new NumrouteError('UNKNOWN_ORDER', 'no such order', { id });
      return await finishOrder(id, call);
    };
  }
  return { clock, world, opened, provider, early };
}
type Stage = ReturnType<typeof openStage>;

/** Where a buyer has come to, over every failure. */
type Progress = Map<string, Order>;

const isDone = (progress: Progress, service: string, end: 'finish' | 'cancel'): boolean =>
  progress.get(service)?.status === (end === 'finish' ? 'finished' : 'cancelled');

/** One try at everything that is not done yet. What fails is a `NumrouteError`, or a bug of ours. */
async function live(router: Router, progress: Progress, { clock, world }: Stage): Promise<NumrouteError[]> {
  const heard: NumrouteError[] = [];
  for (const { service, end } of WANTS) {
    try {
      if (isDone(progress, service, end)) continue;
      let order = await router.buy({ service, country: 'EE' }, { maxPrice, key: service });
      if (end === 'finish') {
        if (order.status === 'open') world.receiveSms(order.id, '012345');
        for await (const now of router.watch(order, { forMs: 30_000 })) order = now;
        order = order.status === 'delivered' ? await router.finish(order) : order;
      } else order = await router.cancel(order);
      progress.set(service, order);
    } catch (error) {
      if (!NumrouteError.is(error)) throw error;
      heard.push(error);
    }
    await clock.sleep(1_000);
  }
  return heard;
}

function onlyOurs(error: unknown): void {
  if (!NumrouteError.is(error)) throw error;
}

async function goOn(router: Router, progress: Progress, stage: Stage, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    // A journal that cannot be trusted any more says so, and is opened again by the next process.
    await router.recover().catch(onlyOurs);
    await live(router, progress, stage);
    if (WANTS.every(({ service, end }) => isDone(progress, service, end))) return;
    await stage.clock.sleep(60_000);
  }
}

/** A router, and its end by SIGKILL: whatever it waits for does not come any more. */
function routerOn(stage: Stage, opened: OpenFile): { router: Router; kill(): void } {
  let isDead = false;
  const alive = <T>(promise: Promise<T>): Promise<T> =>
    promise.finally(() => (isDead ? new Promise<never>(() => undefined) : undefined));
  const clock: Clock = { ...stage.clock, sleep: (ms, signal) => alive(stage.clock.sleep(ms, signal)) };
  const provider = intercept(stage.provider, (_operation, call, next) => alive(next(call)));
  const router = createRouter({ clock, providers: [provider], journal: journalOver(opened) });
  return {
    router,
    kill: () => {
      isDead = true;
    },
  };
}

/** What must be true in the end, whichever statement failed. */
async function judge(stage: Stage, progress: Progress): Promise<number> {
  const { world, opened, early } = stage;
  const journal = journalOver(opened);
  expect(early, 'a purchase left before its intent was on the disk').toEqual([]);
  const entries = await journal.list({});
  for (const { number, ...record } of entries) {
    const events: readonly AttemptEvent[] = await journal.history(record.id);
    const told = events.reduce<AttemptRecord | undefined>(transition, undefined);
    expect(record, `attempt ${number} is what its events say`).toEqual(told);
  }
  const known = (id: string): JournalEntry | undefined => entries.find(({ order }) => order?.id === id);
  const refunded = new Set(world.ledger.flatMap((line) => (line.kind === 'refund' ? line.order : [])));
  for (const { id, service } of world.orders) {
    const nameless = entries.some(
      ({ order, offer, state }) =>
        !order &&
        offer.service === service &&
        (LOST.includes(state) || (state === 'absent' && refunded.has(id))),
    );
    expect(known(id) !== undefined || nameless, `order ${id} is known or counted as lost`).toBe(true);
  }
  for (const { service } of WANTS) {
    const paid = world.orders.filter((order) => order.service === service && !refunded.has(order.id));
    expect(paid.length, `${service} is bought once`).toBeLessThanOrEqual(1);
  }
  expect(entries.filter(({ state }) => UNRESOLVED.includes(state))).toEqual([]);
  for (const { service, end } of WANTS) {
    // A charge that cannot be named keeps its want, and nothing else does.
    const isLost = entries.some(({ offer, state }) => offer.service === service && LOST.includes(state));
    expect(isLost || isDone(progress, service, end), `${service} ends`).toBe(true);
  }
  return entries.filter(({ state }) => LOST.includes(state)).length;
}

/** Runs the scenario once with its `n`th statement failing; how many statements it took, and what was heard. */
async function once(vendor: Vendor, fault: Fault, n: number, then: 'same process' | 'crash') {
  const stage = openStage(vendor);
  const { clock, opened } = stage;
  const { database, log, count, heal } = faulty(opened, n, fault);
  const progress: Progress = new Map();
  const first = routerOn(stage, { ...opened, database, log });
  const heard = await clock.runUntil(live(first.router, progress, stage));
  const statements = count();
  heal();
  if (then === 'same process') await clock.runUntil(goOn(first.router, progress, stage, 5));
  first.kill();
  const second = routerOn(stage, opened);
  await clock.runUntil(goOn(second.router, progress, stage, 40));
  second.kill();
  const lost = await judge(stage, progress);
  opened.release();
  return { statements, heard, lost };
}

for (const [kind, vendor] of vendors.entries()) {
  for (const [end, then] of (['same process', 'crash'] as const).entries()) {
    test.each(faults)(
      `at a vendor ${vendor.name}, $name at one statement after another, then ${then}`,
      {
        timeout: 60_000,
      },
      async (fault) => {
        // The statements of one transaction fail alike. So each of them fails at each vendor, and every
        // other time the process lives on; where it lives on at one vendor, it dies at the other.
        const step = fault.isLate || isNightly ? 1 : 2;
        let n = step === 1 ? 1 : 1 + ((kind + end) % 2);
        const words = new Set<string>();
        for (; ; n += step) {
          const { statements, heard, lost } = await once(vendor, fault, n, then).catch((error: unknown) => {
            throw new Error(`statement ${n}: ${error instanceof Error ? error.message : error}`, {
              cause: error,
            });
          });
          // Where the vendor lists its orders, a number that was paid can always be found again.
          if (!vendor.capabilities) expect(lost, `lost at statement ${n}`).toBe(0);
          for (const { message } of heard) words.add(message);
          if (statements < n) break;
        }
        // It says what failed, and it was not always the same.
        expect([...words].join()).toMatch(/not written: (the disk|the file) .*/);
        expect(n).toBeGreaterThan(fault.isLate ? 8 : 40);
      },
    );
  }
}
