/** Prints the bytes of one waiting order: `room`, or `loops` for a loop of its own with a timer. */
import { type Clock, type Provider, systemClock } from '@numroute/core';
import { createPoller } from '../../../packages/router/src/polling/index.ts';
import { POLL_MS } from './crowd.ts';

const ORDERS = 100_000;

const provider: Provider = {
  manifest: {
    id: 'scales',
    apiVersion: 1,
    limits: { requests: 1, perMs: 1_000, concurrent: 1 },
    traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
    timing: { pollMs: POLL_MS },
  },
  listOffers: async () => [],
  purchase: () => Promise.reject(new Error('nothing is sold here')),
  fetchOrder: async (id) => ({ id, status: 'open', messages: [] }),
};

const ids = Array.from({ length: ORDERS }, (_, n) => `order-${n}`);
const kept: unknown[] = new Array(ORDERS);
const told = (): void => undefined;
const collect = globalThis.gc;
if (!collect) throw new Error('Run with --expose-gc.');

function fillRoom(clock: Clock): void {
  const poller = createPoller(provider, { clock, limits: provider.manifest.limits });
  for (const [n, id] of ids.entries()) kept[n] = poller.enter({ id, boughtAt: clock.now() - n }, told);
}

function startLoops(clock: Clock): void {
  const loop = async (id: string, signal: AbortSignal): Promise<void> => {
    for (;;) {
      await clock.sleep(60_000, signal);
      await provider.fetchOrder(id, { signal });
    }
  };
  for (const [n, id] of ids.entries()) {
    const stop = new AbortController();
    void loop(id, stop.signal);
    kept[n] = stop;
  }
}

collect();
const before = process.memoryUsage();
(process.argv[2] === 'loops' ? startLoops : fillRoom)(systemClock);
await new Promise((resolve) => setTimeout(resolve, 100));
collect();
const after = process.memoryUsage();
const bytes = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers;
console.log(bytes / kept.length);
process.exit();
