import type { RouterEvent } from '@numroute/router';
import { Counter, type Registry } from 'prom-client';
import type { Orders } from '../orders/orders.ts';

/** Told of each event of the router. */
export type Watch = (event: RouterEvent) => void;

/** What an alert waits for. A counter that begins with its first event hides that event from `increase`. */
const ALARMING: readonly RouterEvent['type'][] = [
  'account-closed',
  'balance-unexplained',
  'cancel-failed',
  'journal-failed',
  'offers-failed',
  'offers-listed',
  'price-differs',
  'provider-disabled',
];

function providerOf(event: RouterEvent): string {
  if ('provider' in event) return event.provider;
  if ('offer' in event) return event.offer.provider;
  if ('order' in event) return event.order.provider;
  if ('entry' in event) return event.entry.offer.provider;
  return 'ref' in event ? event.ref.provider : 'none';
}

export function eventMetrics(registry: Registry, orders: Pick<Orders, 'providers'>): Watch {
  const events = new Counter({
    name: 'numroute_router_events_total',
    help: 'What the router did, by kind and provider.',
    labelNames: ['type', 'provider'],
    registers: [registry],
  });
  for (const provider of orders.providers) for (const type of ALARMING) events.inc({ type, provider }, 0);
  return (event) => {
    // Calls have metrics of their own, and what they are about is none of `providerOf`.
    if (event.type !== 'call-ended') events.inc({ type: event.type, provider: providerOf(event) });
  };
}
