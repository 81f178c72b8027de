import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type Arrivals, shareBy, usualArrivals } from '../../../packages/router/src/polling/arrivals.ts';
import { createPoller } from '../../../packages/router/src/polling/index.ts';
import { print } from '../report.ts';
import {
  type Crowd,
  LAST_LOOK_MS,
  LIFETIME_MS,
  type OpenRoom,
  POLL_MS,
  type Terms,
  watchCrowd,
} from './crowd.ts';
import { findOptimum, type Optimum } from './optimum.ts';
import { roundRobin } from './round-robin.ts';

const LOOKS_PER_SECOND = 10;
/** What most profiles permit, and what is the waiting's of it. */
const FEW_PER_SECOND = 2;
const SHARE = 0.8;

/** Nobody is measured by what comes after the last look. */
const arrivals: Arrivals = usualArrivals.map((row) => ({ ...row, byMs: Math.min(row.byMs, LAST_LOOK_MS) }));

/** @param share Of the limit; 1 where nothing is bought meanwhile. */
const ours =
  (share: number): OpenRoom =>
  (provider, clock) =>
    createPoller(provider, { clock, limits: provider.manifest.limits, share, arrivals });

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

function describe({ meanDelayMs, meanWaiting, messages, missed, requests }: Crowd): string {
  const rest = `${Math.round(meanWaiting)} waiting, ${messages} messages, ${missed} missed`;
  return `mean delay ${seconds(meanDelayMs)}, ${requests.toFixed(2)} requests/s, ${rest}`;
}

/** Mean delay from message to report, in virtual time, against the least that the budget allows. */
export async function delayOf(waiting: number, span: { warm: number; measured: number }): Promise<void> {
  const optimum = optimumOf(waiting, LOOKS_PER_SECOND, POLL_MS);
  const least = optimum.meanDelay * 1_000;
  const what = `${waiting} waiting orders, ${LOOKS_PER_SECOND} requests/s`;
  const { ordersPerSecond } = optimum;
  const terms = { requestsPerSecond: LOOKS_PER_SECOND, pollMs: POLL_MS, ordersPerSecond, span };
  const run = (open: OpenRoom, list: boolean) => watchCrowd(open, arrivals, { ...terms, list });

  const poller = await run(ours(1), false);
  const ratio = poller.meanDelayMs / least;
  print({
    what: `${what}: mean delay vs the optimum`,
    ratio,
    goal: '<= 1.05, none missed',
    met: ratio <= 1.05 && poller.missed === 0,
    detail: `${describe(poller)}; optimum ${seconds(least)} at ${optimum.looksPerOrder.toFixed(2)} looks an order`,
  });
  const naive = await run(roundRobin(LOOKS_PER_SECOND), false);
  print({
    what: `${what}: everybody in turn vs the optimum`,
    ratio: naive.meanDelayMs / least,
    goal: 'reported',
    met: true,
    detail: describe(naive),
  });
  // No list is read more often than the floor allows.
  if (least < POLL_MS) return;
  const listed = await run(ours(1), true);
  print({
    what: `${what}, and a list of open orders: mean delay vs the optimum without`,
    ratio: listed.meanDelayMs / least,
    goal: '<= 0.50, none missed',
    met: listed.meanDelayMs <= least / 2 && listed.missed === 0,
    detail: describe(listed),
  });
}

/** One order at a time at a vendor that nobody else asks for anything, at two floors. */
export async function delayOfOne(): Promise<void> {
  for (const pollMs of [1_000, POLL_MS]) {
    const terms: Terms = {
      requestsPerSecond: FEW_PER_SECOND,
      pollMs,
      ordersPerSecond: 1_000 / LIFETIME_MS,
      list: false,
      span: { warm: 0, measured: 360_000 },
    };
    const poller = await watchCrowd(ours(SHARE), arrivals, terms);
    const even = await watchCrowd(roundRobin(1_000 / pollMs), arrivals, terms);
    const ratio = poller.meanDelayMs / even.meanDelayMs;
    print({
      what: `one order, ${FEW_PER_SECOND} requests/s, floor ${pollMs / 1_000} s: mean delay vs a look at every floor`,
      ratio,
      goal: '<= 1.20, none missed',
      met: ratio <= 1.2 && poller.missed === 0,
      detail: `${describe(poller)}; at every floor ${seconds(even.meanDelayMs)}, ${even.requests.toFixed(2)} requests/s`,
    });
  }
}

/** A crowd that grows from nothing to its full size at the vendor's few requests. */
export async function delayWhileGrowing(waiting: number): Promise<void> {
  const { meanDelay, ordersPerSecond } = optimumOf(waiting, FEW_PER_SECOND * SHARE, 1_000);
  const poller = await watchCrowd(ours(SHARE), arrivals, {
    requestsPerSecond: FEW_PER_SECOND,
    pollMs: 1_000,
    ordersPerSecond,
    list: false,
    span: { warm: 0, measured: 6_000 },
  });
  const ratio = poller.meanDelayMs / (meanDelay * 1_000);
  print({
    what: `${waiting} waiting, grown from nothing, ${FEW_PER_SECOND} requests/s: mean delay vs the optimum once grown`,
    ratio,
    goal: '<= 1.05, none missed',
    met: ratio <= 1.05 && poller.missed === 0,
    detail: `${describe(poller)}; optimum ${seconds(meanDelay * 1_000)}`,
  });
}

function optimumOf(waiting: number, looksPerSecond: number, pollMs: number): Optimum {
  return findOptimum((age) => shareBy(arrivals, age * 1_000), LAST_LOOK_MS / 1_000, pollMs / 1_000, {
    waiting,
    looksPerSecond,
    staysOn: (LIFETIME_MS - LAST_LOOK_MS) / 1_000,
  });
}

/** In a process of its own, so that nothing else is weighed. */
export function weighWaiting(): void {
  const script = path.join(import.meta.dirname, 'weigh.ts');
  const weigh = (what: 'poller' | 'loops'): number => {
    const flags = ['--expose-gc', '--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
    return Number(execFileSync(process.execPath, [...flags, script, what], { encoding: 'utf8' }));
  };
  const [poller, loops] = [weigh('poller'), weigh('loops')];
  print({
    what: 'memory per waiting order vs a loop with a timer each',
    ratio: poller / loops,
    goal: '<= 0.50',
    met: poller <= loops / 2,
    detail: `${Math.round(poller)} vs ${Math.round(loops)} bytes, of 100000 orders`,
  });
}
