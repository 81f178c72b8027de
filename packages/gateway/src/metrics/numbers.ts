import type { JournalEntry } from '@numroute/journal';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Orders } from '../orders/orders.ts';
import { STANDINGS } from '../orders/standing.ts';
import type { Watch } from './events.ts';
import { serviceLabels } from './labels.ts';

/** How a number ended, as far as its code goes; undefined where an event decided nothing of it. */
function outcomeOf(before: JournalEntry | undefined, after: JournalEntry): string | undefined {
  if (after.codeAfterMs !== undefined && before?.codeAfterMs === undefined)
    return before?.endedAfterMs === undefined ? 'code' : 'late';
  if (after.endedAfterMs !== undefined && before?.endedAfterMs === undefined) return 'none';
  return after.state === 'lost' && before?.state !== 'lost' ? 'lost' : undefined;
}

/** What was bought: what is open, how it ended, and how soon codes came. */
export function numberMetrics(registry: Registry, orders: Pick<Orders, 'providers' | 'standing'>): Watch {
  const registers = [registry];
  new Gauge({
    name: 'numroute_orders',
    help: 'Purchases that are not over, by where they stand. From the journal.',
    labelNames: ['provider', 'state'],
    registers,
    collect() {
      this.reset();
      for (const provider of orders.providers)
        for (const state of STANDINGS) this.set({ provider, state }, 0);
      for (const { provider, state, count } of orders.standing()) this.set({ provider, state }, count);
    },
  });
  const over = new Counter({
    name: 'numroute_numbers_total',
    help: 'Numbers whose code came (code), that ended without one (none), whose code came after that (late), and purchases whose number nobody will know (lost). Since the start.',
    labelNames: ['provider', 'service', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'numroute_code_seconds',
    help: 'From a purchase to its first SMS.',
    labelNames: ['provider'],
    buckets: [5, 10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200],
    registers,
  });
  const givenUp = new Counter({
    name: 'numroute_numbers_given_up_total',
    help: 'Numbers without a code that were given up, by provider: late, or unfit for the service.',
    labelNames: ['provider', 'why'],
    registers,
  });
  const labelOf = serviceLabels();
  return (event) => {
    if (event.type === 'number-given-up') givenUp.inc({ provider: event.order.provider, why: event.why });
    if (event.type !== 'attempt-written') return;
    const { before, entry } = event;
    const outcome = outcomeOf(before, entry);
    if (outcome === undefined) return;
    const { provider, service } = entry.offer;
    over.inc({ provider, service: labelOf(service), outcome });
    if (outcome === 'code') seconds.observe({ provider }, (entry.codeAfterMs ?? 0) / 1_000);
  };
}
