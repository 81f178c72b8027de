import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { isClosed, type OrderRef } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { createRouter, type Router } from '@numroute/router';
import { smsActivate } from '@numroute/sms-activate';
import { longestTurn, Turns } from '../longest-turn.ts';
import { timed } from '../report.ts';
import { idOf, VENDOR } from './fill.ts';

/** What open orders cost one router. */
export interface Cost {
  /** `createRouter` and `recover`, in milliseconds. */
  readonly start: number;
  readonly startCpu: number;
  readonly startTurn: number;
  /** Bytes of heap an order, after the start, and once each is watched. */
  readonly held: number;
  readonly watched: number;
  /** Milliseconds of CPU a request while all are watched, and the longest turn of the event loop. */
  readonly cpu: number;
  readonly turn: number;
  readonly memory: number;
}

const SECONDS = 10;
const PER_SECOND = 100;

const collect = globalThis.gc;
function weigh(): number {
  collect?.();
  collect?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function answer(site: ChildProcess): Promise<number> {
  const [told] = await once(site, 'message');
  return Number(told);
}

async function asked(site: ChildProcess): Promise<number> {
  const told = answer(site);
  site.send('');
  return await told;
}

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

async function follow(router: Router, ref: OrderRef): Promise<void> {
  for await (const { status } of router.watch(ref, { until: 'closed', forMs: 1_800_000 }))
    if (isClosed(status)) return;
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const [file = '', orders] = process.argv.slice(2);
const site = fork(path.join(import.meta.dirname, 'serve.ts'));
const port = await answer(site);
const provider = smsActivate.create(
  smsActivate.parseSettings({
    id: VENDOR,
    profile: 'daisysms',
    apiKey: 'key',
    baseUrl: `http://127.0.0.1:${port}`,
    allowInsecureHttp: true,
    limits: { requests: PER_SECOND, perMs: 1_000, concurrent: 20 },
  }),
);
const journal = sqliteJournal({ file });
const ids = Array.from({ length: Number(orders) }, (_, nth) => idOf(nth + 1));
const bare = weigh();
const starting = new Turns();
let before = process.cpuUsage();
const router = createRouter({ providers: [provider], journal });
const start = await timed(() => router.recover());
const startCpu = cpuMs(before);
const startTurn = starting.take();
starting.end();
await rest(1_000);
const held = (weigh() - bare) / ids.length;
for (const id of ids) {
  follow(router, { provider: VENDOR, id }).catch((error: unknown) => console.error(error));
  await undefined;
}
await rest(3_000);
const watched = (weigh() - bare) / ids.length;
await rest(1_000);
before = process.cpuUsage();
const first = await asked(site);
await rest(SECONDS * 1_000);
const requests = (await asked(site)) - first;
const cpu = cpuMs(before) / requests;
// Whoever watches turns is never idle.
const turn = await longestTurn(() => rest(SECONDS * 1_000));
const memory = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ start, startCpu, startTurn, held, watched, cpu, turn, memory } satisfies Cost));
// Whatever is open stays so.
process.exit();
