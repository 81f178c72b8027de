import type { Clock } from '@numroute/core';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Orders } from '../orders/orders.ts';
import type { Watch } from './events.ts';

/** Calls to vendors, their waiting for a turn, and how fresh price lists are. */
export function vendorMetrics(registry: Registry, orders: Pick<Orders, 'providers'>, clock: Clock): Watch {
  const registers = [registry];
  const calls = new Counter({
    name: 'numroute_vendor_calls_total',
    help: 'Calls to vendors that are over, by what came of them: ok, an error code, aborted by whoever asked; unsent where no turn came.',
    labelNames: ['provider', 'operation', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'numroute_vendor_call_seconds',
    help: 'From the turn of a call to its answer.',
    labelNames: ['provider', 'operation'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const waits = new Histogram({
    name: 'numroute_lane_wait_seconds',
    help: 'How long calls waited for their turn within the limits of the vendor.',
    labelNames: ['provider'],
    buckets: [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const listed = new Gauge({
    name: 'numroute_price_list_timestamp_seconds',
    help: 'When a price list of the vendor was last read. Lists are read when somebody asks for prices.',
    labelNames: ['provider'],
    registers,
  });
  for (const provider of orders.providers) waits.zero({ provider });
  return (event) => {
    if (event.type !== 'call-ended') return;
    const { provider, operation, waitedMs, tookMs, error, isAborted } = event;
    const failure = error?.code ?? (isAborted ? 'aborted' : 'ok');
    calls.inc({ provider, operation, outcome: tookMs === undefined ? 'unsent' : failure });
    waits.observe({ provider }, waitedMs / 1_000);
    if (tookMs !== undefined) seconds.observe({ provider, operation }, tookMs / 1_000);
    if (operation === 'listOffers' && failure === 'ok') listed.set({ provider }, clock.now() / 1_000);
  };
}
