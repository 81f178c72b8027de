import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type Arrivals, shareBy, usualArrivals } from '../../../packages/router/src/polling/arrivals.ts';
import { createPoller } from '../../../packages/router/src/polling/index.ts';
import { print } from '../report.ts';
import { type Crowd, LAST_LOOK_MS, LIFETIME_MS, type OpenRoom, POLL_MS, watchCrowd } from './crowd.ts';
import { findOptimum } from './optimum.ts';
import { roundRobin } from './round-robin.ts';

const LOOKS_PER_SECOND = 10;

/** Nobody is measured by what comes after the last look. */
const arrivals: Arrivals = usualArrivals.map((row) => ({ ...row, byMs: Math.min(row.byMs, LAST_LOOK_MS) }));

/** The whole budget is the waiting's: nothing is bought meanwhile. */
const ours: OpenRoom = (provider, clock) =>
  createPoller(provider, { clock, limits: provider.manifest.limits, share: 1, arrivals });

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

function describe({ meanDelayMs, meanWaiting, messages, missed, requests }: Crowd): string {
  const rest = `${Math.round(meanWaiting)} waiting, ${messages} messages, ${missed} missed`;
  return `mean delay ${seconds(meanDelayMs)}, ${requests.toFixed(2)} requests/s, ${rest}`;
}

/** Mean delay from message to report, in virtual time, against the least that the budget allows. */
export async function delayOf(waiting: number, span: { warm: number; measured: number }): Promise<void> {
  const optimum = findOptimum(
    (age) => shareBy(arrivals, age * 1_000),
    LAST_LOOK_MS / 1_000,
    POLL_MS / 1_000,
    {
      waiting,
      looksPerSecond: LOOKS_PER_SECOND,
      staysOn: (LIFETIME_MS - LAST_LOOK_MS) / 1_000,
    },
  );
  const least = optimum.meanDelay * 1_000;
  const what = `${waiting} waiting orders, ${LOOKS_PER_SECOND} requests/s`;
  const run = (open: OpenRoom, list: boolean) =>
    watchCrowd(open, arrivals, optimum.ordersPerSecond, list, span);

  const poller = await run(ours, false);
  const ratio = poller.meanDelayMs / least;
  print({
    what: `${what}: mean delay vs the optimum`,
    ratio,
    goal: '<= 1.10, none missed',
    met: ratio <= 1.1 && poller.missed === 0,
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
  const listed = await run(ours, true);
  print({
    what: `${what}, and a list of open orders: mean delay vs the optimum without`,
    ratio: listed.meanDelayMs / least,
    goal: '<= 0.50, none missed',
    met: listed.meanDelayMs <= least / 2 && listed.missed === 0,
    detail: describe(listed),
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
