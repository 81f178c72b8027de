import { type Clock, isClosed, NumrouteError, type Order, systemClock } from '@numroute/core';
import { type Journal, pagesOf, spendOf, UNFINISHED } from '@numroute/journal';
import type { Rates, Router, RouterEvent } from '@numroute/router';
import { CodeRecords, claimOf } from './code-records.ts';
import { Listeners } from './listeners.ts';
import { OrderRecords } from './order-records.ts';
import type { Bought, OrderRecord, Orders } from './orders.ts';
import { StandingCounts } from './standing.ts';

/** A vendor that tells no lifetime ends an order by itself within this. */
const LIFETIME_MS = 30 * 60_000;
/** How far back keys are known without asking the journal. */
const KEYS_MS = 24 * 3_600_000;

/** What `routerOrders` is made of. */
export interface RouterOrdersOptions {
  /** Gets its events from `onEvent` here: `createRouter({ onEvent: events.tell })`. */
  readonly router: Router;
  /** The router's own. */
  readonly journal: Journal;
  readonly rates: Rates;
  readonly events: RouterEvents;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** Where a router's events go, made before the router is. */
export interface RouterEvents {
  /** What the router is given as `onEvent`. */
  readonly tell: (event: RouterEvent) => void;
  /** Tells each event, until the returned function is called. */
  readonly listen: (listener: (event: RouterEvent) => void) => () => void;
}

/** One `onEvent` for a router, and any number of listeners to it. */
export function routerEvents(): RouterEvents {
  const listeners = new Listeners<RouterEvent>();
  return { tell: (event) => listeners.tell(event), listen: (listener) => listeners.add(listener) };
}

/**
 * The orders of a router: takes up what an earlier run left, and follows every open order until it is
 * over. Ends with the router, which its owner closes.
 */
export async function routerOrders(options: RouterOrdersOptions): Promise<Orders> {
  const { router, journal, rates, events, clock = systemClock } = options;
  const records = new OrderRecords(journal);
  const codes = new CodeRecords(journal, records, clock);
  const listeners = new Listeners<OrderRecord>();
  const standing = new StandingCounts();
  const followed = new Set<number>();
  const taking = new Set<Promise<unknown>>();

  const take = async (entry: Parameters<OrderRecords['take']>[0]): Promise<OrderRecord | undefined> => {
    const record = await records.take(entry);
    if (!record) return undefined;
    listeners.tell(record);
    const { order, number } = record;
    if (order && !isClosed(order.status) && !followed.has(number)) {
      followed.add(number);
      follow(order, record.boughtAt)
        // The router was closed; the next run goes on.
        .catch(() => undefined)
        .finally(() => followed.delete(number));
    }
    return record;
  };

  /** To its end, or to the end of its time with a code: then nobody will say that it is finished. */
  const follow = async (order: Order, boughtAt: number): Promise<void> => {
    let latest = order;
    while (!isClosed(latest.status)) {
      const ends = (latest.expiresAt ?? boughtAt + LIFETIME_MS) + 60_000;
      const forMs = Math.max(ends - clock.now(), 60_000);
      for await (const seen of router.watch(order, { until: 'closed', forMs })) latest = seen;
      if (latest.status !== 'delivered') continue;
      try {
        latest = await router.finish(order);
      } catch (error) {
        // The vendor cannot be asked now; it is asked again after the next look.
        if (!NumrouteError.is(error) || error.code === 'CLOSED') throw error;
      }
    }
  };

  /** What happened while the journal was read is newer than what was read. */
  let heard: Set<string> | undefined = new Set();
  events.listen((event) => {
    if (event.type !== 'attempt-written') return;
    heard?.add(event.entry.id);
    standing.hear(event.entry);
    const taken = take(event.entry)
      .catch(() => undefined)
      .finally(() => taking.delete(taken));
    taking.add(taken);
  });
  const known = new Map(
    [
      ...(await journal.list({ sentSince: clock.now() - KEYS_MS })),
      ...(await journal.list({ states: UNFINISHED })),
    ].map((entry) => [entry.number, entry]),
  );
  for (const entry of known.values()) if (!heard.has(entry.id)) standing.hear(entry);
  heard = undefined;
  for (const entry of known.values()) await take(entry);
  // What an earlier run left in doubt is looked for without keeping anybody waiting.
  router.recover().catch(() => undefined);

  const bought = async (order: Order): Promise<Bought> => {
    const entry = await journal.findOrder(order);
    const record = entry && (await take(entry));
    if (record) return { ...record, order: record.order ?? order };
    throw new NumrouteError('OUTCOME_UNKNOWN', `Order ${order.id} is not in the journal.`, {});
  };

  const recall: Orders['recall'] = async (key, buyer) => {
    const [claimed, seen] = await Promise.all([journal.findWant(claimOf(key)), records.named(key)]);
    if (!claimed || seen) return { ...(claimed && { print: claimed.print }), ...(seen && { record: seen }) };
    // From longer ago than what was read at the start.
    for (const entry of await journal.list({ buyer, sentSince: claimed.at })) await records.take(entry);
    const record = await records.named(key);
    return { print: claimed.print, ...(record && { record }) };
  };

  return {
    quoteMarket: (query, asked) => router.quoteMarket(query, asked),
    buy: async ({ service, country, choice, ...terms }) => {
      const want = { service, ...(country !== undefined && { country }) };
      return await bought(await router.buy(want, { ...choice, ...terms }));
    },
    recall,
    claim: async ({ buyer, key, print }) => {
      const id = claimOf(key);
      return (await journal.openWant({ id, key: id, buyer, print, at: clock.now() })).print;
    },
    getCode: async ({ service, country, choice, ...terms }) => {
      const want = { service, ...(country !== undefined && { country }) };
      try {
        await router.getCode(want, { ...choice, ...terms });
      } finally {
        // Whoever is told that it is over finds every purchase of it counted.
        await Promise.all(taking);
      }
    },
    recallCode: (key, buyer) => codes.find(key, buyer),
    abandonCode: (key, buyer) => codes.abandon(key, buyer),
    find: (number) => records.find(number),
    steps: async (number) => {
      const entry = await journal.findNumber(number);
      return entry ? await records.steps(entry) : [];
    },
    list: async ({ buyer, open, since = 0 }) => {
      const fits = (record: OrderRecord): boolean =>
        (buyer === undefined || record.buyer === buyer) && record.boughtAt >= since;
      if (open) return [...records.open].filter(fits).sort((left, right) => left.number - right.number);
      const entries = await journal.list({ sentSince: since, ...(buyer !== undefined && { buyer }) });
      const found = await Promise.all(entries.map((entry) => records.take(entry)));
      return found.filter((record) => record !== undefined);
    },
    past: async ({ most, ...filter }) => {
      const found: OrderRecord[] = [];
      for await (const page of pagesOf(journal, { ...filter, newestFirst: true })) {
        for (const entry of page) {
          const record = await records.read(entry);
          if (record) found.push(record);
          if (found.length === most) return found;
        }
      }
      return found;
    },
    spend: (filter, options) => spendOf(journal, filter, options),
    spent: (filter) => journal.spent(filter),
    standing: () => standing.read(),
    disk: async () => await journal.disk?.(),
    cancel: ({ order }, how) => router.cancel(order, how),
    finish: ({ order }) => router.finish(order),
    requestAnotherSms: ({ order }) => router.requestAnotherSms(order),
    convert: (price, currency) => rates.convert(price, currency),
    rates: rates.rates,
    providers: router.providers.map(({ manifest }) => manifest.id),
    balance: (provider) => router.balance(provider),
    trackRecord: (provider) => router.trackRecord(provider),
    hint: (ref) => router.hint(ref),
    writeNote: (name, text) => journal.writeNote(name, text),
    readNotes: (prefix) => journal.readNotes(prefix),
    onChange: (listener) => listeners.add(listener),
    onEvent: events.listen,
  };
}
