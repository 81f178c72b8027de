import { type Clock, Slices } from '@numroute/core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Orders } from '../orders/orders.ts';
import type { Client } from '../selling/client.ts';
import { Balances } from './balances.ts';
import { eventMetrics } from './events.ts';
import { journalMetrics } from './journal.ts';
import { moneyMetrics } from './money.ts';
import { numberMetrics } from './numbers.ts';
import { vendorMetrics } from './vendors.ts';

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

/** What is counted, and by which clock. */
export interface MetricsParts {
  readonly orders: Orders;
  readonly clients: () => Iterable<Pick<Client, 'id' | 'budget'>>;
  readonly clock: Clock;
  readonly connections: () => Promise<number>;
}

const actions: ReadonlySet<string> = new Set(
  `getBalance getNumber getNumberV2 getStatus getStatusV2 setStatus getPrices getPricesV2 getPricesV3
  getFreePrices getNumbersStatus getActiveActivations getCurrentActivations getCountries getServicesList
  getOperators get_balance get_status get_number check_order cancel_order
  guest/countries guest/prices guest/products user/ban user/buy user/cancel user/check user/finish user/orders
  user/profile`.split(/\s+/),
);

/** As `registry.metrics()`, one metric after the other: thousands of lines at once would hold everybody up. */
async function textOf(registry: Registry): Promise<string> {
  const slices = new Slices();
  const texts: string[] = [];
  for (const { name } of registry.getMetricsAsArray()) {
    texts.push(await registry.getSingleMetricAsString(name));
    if (slices.isOver) await slices.next();
  }
  return `${texts.join('\n\n')}\n`;
}

/** A registry of its own, so that two gateways in one process do not count together. */
export function createMetrics({ orders, clients, clock, connections }: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answers = new Counter({
    name: 'numroute_answers_total',
    help: 'Answers by dialect or REST, action, client and HTTP status.',
    labelNames: ['via', 'action', 'client', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'numroute_answer_seconds',
    help: 'From a request to its answer.',
    labelNames: ['via', 'action'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 65],
    registers,
  });
  const codes = new Counter({
    name: 'numroute_codes_total',
    help: 'Codes that REST was asked for and are over, by client: got or failed.',
    labelNames: ['client', 'outcome'],
    registers,
  });
  new Gauge({
    name: 'numroute_connections',
    help: 'Connections that are open now.',
    registers,
    async collect() {
      this.set(await connections());
    },
  });
  const watches = [
    eventMetrics(registry, orders),
    moneyMetrics(registry, { orders, clients, clock, balances: new Balances(orders, clock) }),
    numberMetrics(registry, orders),
    vendorMetrics(registry, orders, clock),
  ];
  journalMetrics(registry, orders);
  const stop = orders.onEvent((event) => {
    for (const watch of watches) watch(event);
  });

  return {
    answered: ({ via, action, client, status }, tookMs) => {
      answers.inc({ via, action, client, status });
      seconds.observe({ via, action }, tookMs / 1_000);
    },
    codeEnded: (client, hasCode) => codes.inc({ client, outcome: hasCode ? 'got' : 'failed' }),
    actionOf: (text) => (text !== null && actions.has(text) ? text : 'other'),
    text: () => textOf(registry),
    contentType: registry.contentType,
    close: () => {
      stop();
      registry.clear();
    },
  };
}
