import type { Clock, Money } from '@numroute/core';
import { type JournalEntry, type SpentFilter, takenFor, UNRESOLVED } from '@numroute/journal';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Budget } from '../clients/budget.ts';
import type { Orders } from '../orders/orders.ts';
import type { Client } from '../selling/client.ts';
import type { Balances } from './balances.ts';
import type { Watch } from './events.ts';
import { serviceLabels } from './labels.ts';

const DAY_MS = 24 * 3_600_000;
const LABELS = ['provider', 'service', 'currency'] as const;

interface MoneyParts {
  readonly orders: Pick<Orders, 'providers' | 'spent'>;
  readonly clients: () => Iterable<Pick<Client, 'id' | 'budget'>>;
  readonly clock: Clock;
  readonly balances: Balances;
}

/** What was taken for an attempt, as far as that is known. */
interface Taken {
  readonly currency: string;
  readonly charged: number;
  readonly refunded: number;
  readonly missing: number;
}

const NOTHING: Taken = { currency: '', charged: 0, refunded: 0, missing: 0 };

/** Whether money moved is not known while a purchase is under way or in doubt. */
function takenBy(entry: JournalEntry | undefined): Taken {
  if (!entry || UNRESOLVED.includes(entry.state)) return NOTHING;
  const taken = takenFor(entry);
  if (!taken) return NOTHING;
  const charged = Number(taken.amount);
  const part = (money: JournalEntry['money']): number => (entry.money === money ? charged : 0);
  return { currency: taken.currency, charged, refunded: part('returned'), missing: part('missing') };
}

/**
 * Money by vendor, and by client. Counters count from the start of the process; what was spent in the
 * last 24 hours and what is left of budgets come from the journal.
 */
export function moneyMetrics(registry: Registry, { orders, clients, clock, balances }: MoneyParts): Watch {
  const registers = [registry];
  const charged = new Counter({
    name: 'numroute_money_charged_total',
    help: 'What vendors took since the start of the process. What is in doubt is not in it.',
    labelNames: LABELS,
    registers,
  });
  const refunded = new Counter({
    name: 'numroute_money_refunded_total',
    help: 'What balances showed to be back since the start, and what was charged less than it seemed.',
    labelNames: LABELS,
    registers,
  });
  const missing = new Counter({
    name: 'numroute_money_missing_total',
    help: 'What vendors promised back and balances showed to be kept, since the start.',
    labelNames: LABELS,
    registers,
  });
  const spentDay = (
    name: string,
    whose: { readonly of: string; readonly label: string },
    sums: () => Iterable<readonly [value: string, filter: Omit<SpentFilter, 'since'>]>,
  ): void => {
    new Gauge({
      name,
      help: `What purchases of the last 24 hours ${whose.of} cost or may cost, less what is back. From the journal.`,
      labelNames: [whose.label, 'currency'],
      registers,
      async collect() {
        this.reset();
        const since = clock.now() - DAY_MS;
        for (const [value, filter] of sums()) {
          for (const { amount, currency } of await orders.spent({ since, ...filter }))
            this.set({ [whose.label]: value, currency }, Number(amount));
        }
      },
    });
  };
  spentDay('numroute_money_spent_day', { of: 'at a vendor', label: 'provider' }, () =>
    orders.providers.map((provider) => [provider, { provider }] as const),
  );
  spentDay('numroute_client_spent_day', { of: 'for a client', label: 'client' }, () =>
    Array.from(clients(), ({ id }) => [id, { buyer: id }] as const),
  );
  new Gauge({
    name: 'numroute_balance',
    help: 'What is left at the vendor, as it last told. It is asked every five minutes at most.',
    labelNames: ['provider', 'currency'],
    registers,
    collect() {
      this.reset();
      for (const [provider, { balance }] of balances.read())
        this.set({ provider, currency: balance.currency }, Number(balance.amount));
    },
  });
  new Gauge({
    name: 'numroute_balance_timestamp_seconds',
    help: 'When the vendor last told it.',
    labelNames: ['provider'],
    registers,
    collect() {
      for (const [provider, { at }] of balances.read()) this.set({ provider }, at / 1_000);
    },
  });
  const ofClients = (name: string, help: string, amountOf: (budget: Budget) => Money): void => {
    new Gauge({
      name,
      help,
      labelNames: ['client', 'currency'],
      registers,
      collect() {
        this.reset();
        for (const { id, budget } of clients()) {
          const { amount, currency } = amountOf(budget);
          this.set({ client: id, currency }, Number(amount));
        }
      },
    });
  };
  ofClients('numroute_budget', 'What a client may spend in its period.', ({ settings }) => settings);
  ofClients('numroute_budget_left', 'What is left of it. From the journal.', (budget) => budget.remaining());

  const labelOf = serviceLabels();
  return (event) => {
    if (event.type !== 'attempt-written') return;
    const { entry, before } = event;
    const { provider, service } = entry.offer;
    const count = (counter: Counter<(typeof LABELS)[number]>, currency: string, by: number): void => {
      if (by > 0) counter.inc({ provider, service: labelOf(service), currency }, by);
    };
    const [was, is] = [takenBy(before), takenBy(entry)];
    for (const currency of new Set([was.currency, is.currency])) {
      const change = (part: 'charged' | 'refunded' | 'missing'): number =>
        (is.currency === currency ? is[part] : 0) - (was.currency === currency ? was[part] : 0);
      // Neither counter falls, and their difference stays what was paid.
      count(charged, currency, change('charged'));
      count(charged, currency, -change('refunded'));
      count(refunded, currency, change('refunded'));
      count(refunded, currency, -change('charged'));
      count(missing, currency, change('missing'));
    }
  };
}
