import {
  type Call,
  type Capability,
  type Conduct,
  type Limits,
  type Manifest,
  type NumberFault,
  NumrouteError,
  type Offer,
  type Operation,
  type OrderReport,
  type Period,
  type Provider,
  type Timing,
  type Traits,
} from '@numroute/core';
import type { World } from './world/world.ts';

/** What a provider without a wire is made of. */
export interface PaperOptions {
  readonly id: string;
  /** @default so many that nobody waits */
  readonly limits?: Limits;
  /** @default the world's, and a poll every second */
  readonly timing?: Timing;
  /** @default none */
  readonly conduct?: readonly Conduct[];
  /** Whether the world is told the buyer's limit. @default true */
  readonly priceGuard?: boolean;
  /** @default the money comes back on a cancel, the stock is exact */
  readonly traits?: Partial<Traits>;
  /** @default all but `findOrder` and `listHistory`, which few vendors have */
  readonly capabilities?: readonly Capability[];
  /**
   * Asked before every call: an error is thrown and nothing happens; `lost-reply` lets it happen and
   * then throws `OUTCOME_UNKNOWN` for a purchase, `UNAVAILABLE` for anything else.
   */
  readonly fault?: (operation: Operation) => NumrouteError | 'lost-reply' | undefined;
}

const everything: readonly Capability[] = [
  'cancelOrder',
  'rejectNumber',
  'finishOrder',
  'requestAnotherSms',
  'listOpenOrders',
  'fetchBalance',
];

/** A provider straight over a world, without a wire. */
export function paperProvider(
  world: Pick<World, 'shop' | 'cancelAfterMs' | 'lifetimeMs'>,
  options: PaperOptions,
): Provider {
  const { id, priceGuard = true, capabilities = everything } = options;
  const { shop } = world;
  const { findOrder, listHistory } = shop;
  const has = (capability: Capability): boolean => capabilities.includes(capability);

  const manifest: Manifest = {
    id,
    apiVersion: 1,
    limits: Object.freeze({ ...(options.limits ?? { requests: 1000, perMs: 1000, concurrent: 100 }) }),
    traits: Object.freeze({ priceGuard, stock: 'exact', refundsOnCancel: true, ...options.traits }),
    timing: Object.freeze({ ...(options.timing ?? timingOf(world)) }),
    ...(options.conduct && { conduct: options.conduct }),
  };

  async function run<T>(operation: Operation, call: Call, act: () => Promise<T>, offer?: Offer): Promise<T> {
    call.signal.throwIfAborted();
    const fault = options.fault?.(operation);
    if (fault === undefined) return act();
    if (fault !== 'lost-reply') throw fault;
    await act().catch(() => undefined);
    if (offer)
      throw new NumrouteError('OUTCOME_UNKNOWN', `${id}: the reply to the purchase was lost.`, { offer });
    throw new NumrouteError('UNAVAILABLE', `${id}: the reply to ${operation} was lost.`, {});
  }

  return {
    manifest: Object.freeze(manifest),
    listOffers: (query, call) =>
      run('listOffers', call, async () => {
        const offers = await shop.listOffers(query);
        return Array.from(offers, (offer) => ({ ...offer, provider: id }));
      }),
    purchase: async (offer, call) => {
      requireOwn(offer, id);
      const { service, country, pool } = offer;
      const order = {
        service,
        country,
        ...(pool !== undefined && { pool }),
        ...(priceGuard && { maxPrice: call.maxPrice }),
        ...(has('findOrder') && call.attempt !== undefined && { attempt: call.attempt }),
      };
      return run('purchase', call, () => shop.purchase(order), offer);
    },
    fetchOrder: (order, call) => run('fetchOrder', call, () => shop.fetchOrder(order)),
    ...(has('cancelOrder') && {
      cancelOrder: (order: string, call: Call) => run('cancelOrder', call, () => shop.cancelOrder(order)),
    }),
    ...(has('rejectNumber') && {
      rejectNumber: (order: string, fault: NumberFault, call: Call) =>
        run('rejectNumber', call, () => shop.rejectNumber(order, fault)),
    }),
    ...(has('finishOrder') && {
      finishOrder: (order: string, call: Call) => run('finishOrder', call, () => shop.finishOrder(order)),
    }),
    ...(has('requestAnotherSms') && {
      requestAnotherSms: (order: string, call: Call) =>
        run('requestAnotherSms', call, () => shop.requestAnotherSms(order)),
    }),
    ...(has('listOpenOrders') && {
      listOpenOrders: (call: Call) => run('listOpenOrders', call, () => shop.listOpenOrders()),
    }),
    ...(has('findOrder') &&
      findOrder && {
        findOrder: (attempt: string, call: Call) => run('findOrder', call, () => findOrder(attempt)),
      }),
    ...(has('listHistory') &&
      listHistory && {
        listHistory: (period: Period, call: Call) =>
          run('listHistory', call, async () => (await listHistory(period)).map(asEnded)),
      }),
    ...(has('fetchBalance') && {
      fetchBalance: (call: Call) => run('fetchBalance', call, () => shop.fetchBalance()),
    }),
  };
}

/** What an order that was paid back cost is no charge. */
function asEnded(report: OrderReport): OrderReport {
  const { price: _unspent, ...rest } = report;
  return report.status === 'finished' ? report : rest;
}

function requireOwn({ provider, service, country, pool, handle }: Offer, id: string): void {
  if (provider !== id) throw NumrouteError.input('offer.provider', `an offer of ${id}`);
  if (handle === JSON.stringify({ service, country, pool })) return;
  throw NumrouteError.input('offer.handle', 'the handle that listOffers gave');
}

function timingOf({ cancelAfterMs, lifetimeMs }: Pick<World, 'cancelAfterMs' | 'lifetimeMs'>): Timing {
  return {
    pollMs: 1000,
    ...(cancelAfterMs > 0 && { cancelAfterMs }),
    ...(Number.isFinite(lifetimeMs) && { lifetimeMs }),
  };
}
