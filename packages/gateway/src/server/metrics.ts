import type { RouterEvent } from '@numroute/router';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Orders } from '../orders/orders.ts';

/** Labels of one answer. Each has few values: what a stranger sends is never a label. */
interface Answered {
  readonly via: string;
  readonly action: string;
  readonly client: string;
  readonly status: number;
}

export interface Metrics {
  answered(answered: Answered, tookMs: number): void;
  codeEnded(client: string, hasCode: boolean): void;
  /** The action as a label. */
  actionOf(text: string | null): string;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
  close(): void;
}

const actions: ReadonlySet<string> = new Set(
  `getBalance getNumber getNumberV2 getStatus getStatusV2 setStatus getPrices getPricesV2 getPricesV3
  getFreePrices getNumbersStatus getActiveActivations getCurrentActivations getCountries getServicesList
  getOperators get_balance get_status get_number check_order cancel_order
  guest/countries guest/prices guest/products user/ban user/buy user/cancel user/check user/finish user/orders
  user/profile`.split(/\s+/),
);

function providerOf(event: RouterEvent): string {
  if ('provider' in event) return event.provider;
  if ('offer' in event) return event.offer.provider;
  if ('order' in event) return event.order.provider;
  if ('entry' in event) return event.entry.offer.provider;
  return 'ref' in event ? event.ref.provider : 'none';
}

/** A registry of its own, so that two gateways in one process do not count together. */
export function createMetrics(orders: Orders, connections: () => Promise<number>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const name = (last: string): string => `numroute_${last}`;
  collectDefaultMetrics({ register: registry });
  const answers = new Counter({
    name: name('answers_total'),
    help: 'Answers by dialect or REST, action, client and HTTP status.',
    labelNames: ['via', 'action', 'client', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: name('answer_seconds'),
    help: 'From a request to its answer.',
    labelNames: ['via', 'action'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 65],
    registers,
  });
  const events = new Counter({
    name: name('router_events_total'),
    help: 'What the router did, by kind and provider.',
    labelNames: ['type', 'provider'],
    registers,
  });
  const codes = new Counter({
    name: name('codes_total'),
    help: 'Codes that REST was asked for and are over, by client: got or failed.',
    labelNames: ['client', 'outcome'],
    registers,
  });
  const givenUp = new Counter({
    name: name('numbers_given_up_total'),
    help: 'Numbers without a code that were given up, by provider: late, or unfit for the service.',
    labelNames: ['provider', 'why'],
    registers,
  });
  new Gauge({
    name: name('orders'),
    help: 'Orders that are paid and not over, and purchases nobody knows the outcome of.',
    labelNames: ['state'],
    registers,
    async collect() {
      const records = await orders.list({ open: true });
      const doubt = records.filter(({ state }) => state === 'doubt').length;
      this.set({ state: 'open' }, records.length - doubt);
      this.set({ state: 'doubt' }, doubt);
    },
  });
  new Gauge({
    name: name('connections'),
    help: 'Connections that are open now.',
    registers,
    async collect() {
      this.set(await connections());
    },
  });
  const stop = orders.onEvent((event) => {
    events.inc({ type: event.type, provider: providerOf(event) });
    if (event.type === 'number-given-up') givenUp.inc({ provider: event.order.provider, why: event.why });
  });

  return {
    answered: ({ via, action, client, status }, tookMs) => {
      answers.inc({ via, action, client, status });
      seconds.observe({ via, action }, tookMs / 1_000);
    },
    codeEnded: (client, hasCode) => codes.inc({ client, outcome: hasCode ? 'got' : 'failed' }),
    actionOf: (text) => (text !== null && actions.has(text) ? text : 'other'),
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close: () => {
      stop();
      registry.clear();
    },
  };
}
