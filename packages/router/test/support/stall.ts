import {
  type Call,
  money,
  NumrouteError,
  type Operation,
  type OrderReport,
  type Provider,
} from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter, type Router, type RouterEvent, type RouterOptions } from '@numroute/router';
import {
  createWorld,
  type PaperOptions,
  paperProvider,
  virtualClock,
  type WorldOffer,
} from '@numroute/testkit';

export const want = { service: 'telegram', country: 'EE' };
export const maxPrice = money('1', 'USD');
export const MINUTE = 60_000;

export interface StallOptions {
  readonly paper?: Partial<PaperOptions>;
  readonly world?: {
    readonly cancelAfterMs?: number;
    readonly refundLagMs?: number;
    readonly lifetimeMs?: number;
    readonly charges?: 'delivery';
    readonly offers?: readonly WorldOffer[];
  };
  /** What the vendor does otherwise than paper does. */
  readonly wrap?: (provider: Provider) => Provider;
}

/** One vendor that sells one number for 0.1 USD, a journal that outlives routers, and a clock that stands still. */
export function setUp({ paper = {}, world = {}, wrap = (same) => same }: StallOptions = {}) {
  const clock = virtualClock();
  const market = createWorld({
    currency: 'USD',
    clock,
    offers: [{ ...want, price: '0.1', stock: 100 }],
    ...world,
  });
  const journal = memoryJournal({ acceptOrphans: true });
  const events: RouterEvent[] = [];
  const start = (more: Partial<RouterOptions> = {}): Router =>
    createRouter({
      clock,
      journal,
      providers: [wrap(paperProvider(market, { id: 'one', ...paper }))],
      onEvent: (event) => events.push(event),
      ...more,
    });
  return {
    clock,
    market,
    journal,
    events,
    start,
    states: async (): Promise<string[]> =>
      (await journal.list({})).map(({ state, money: where }) => `${state} ${where}`),
    /** As the vendor has them. */
    sold: (): string[] => market.orders.map(({ status }) => status),
  };
}

export const listOnly = { capabilities: ['listOpenOrders', 'cancelOrder'] } as const;
export const balanceOnly = { capabilities: ['fetchBalance', 'cancelOrder'] } as const;

/** The reply to the nth purchase is lost, before or after the charge. */
export function lost(
  when: 'before' | 'after',
  nth = 1,
): (operation: Operation) => NumrouteError | 'lost-reply' | undefined {
  let purchases = 0;
  return (operation) => {
    if (operation !== 'purchase') return undefined;
    purchases += 1;
    if (purchases !== nth) return undefined;
    return when === 'after' ? 'lost-reply' : new NumrouteError('OUTCOME_UNKNOWN', 'reset', {});
  };
}

export type Told<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: NumrouteError };

export const told = <T>(promise: Promise<T>): Promise<Told<T>> =>
  promise.then(
    (value) => ({ value }),
    (error: NumrouteError) => ({ error }),
  );

/** A vendor whose list of open orders says something else; undefined leaves a row out. */
export const listing =
  (change: (report: OrderReport) => OrderReport | undefined) =>
  (inner: Provider): Provider => ({
    ...inner,
    listOpenOrders: async (call: Call) =>
      ((await inner.listOpenOrders?.(call)) ?? []).flatMap((report) => change(report) ?? []),
  });

/** A vendor whose list cannot be had the first few times. */
export const deafList =
  (times: number) =>
  (inner: Provider): Provider => {
    let tries = 0;
    return {
      ...inner,
      listOpenOrders: async (call: Call) => {
        tries += 1;
        if (tries <= times) throw new NumrouteError('UNAVAILABLE', 'busy', {});
        return (await inner.listOpenOrders?.(call)) ?? [];
      },
    };
  };
