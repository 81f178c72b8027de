import { type Capability, can } from './capability.ts';
import type { Call, NumberFault, Period, Provider } from './provider.ts';

/** A call to a provider, by its method's name. */
export type Operation = 'listOffers' | 'purchase' | 'fetchOrder' | Capability;

/** What a call is about, as far as its arguments name it. */
export interface About {
  /** The vendor's id of the order. */
  readonly order?: string;
  /** The caller's name of the purchase that it makes, or looks for. */
  readonly attempt?: string;
}

/** Sees every call go by. Calls `next` at most once, with the call or one of its own. */
export type Around = <C extends Call, T>(
  operation: Operation,
  call: C,
  next: (call: C) => Promise<T>,
  about: About,
) => Promise<T>;

const NOTHING: About = {};

/**
 * Wraps a provider; the result is a provider with the same manifest and the same capabilities.
 * Written out method by method: spreading would lose a class's methods, a proxy its private fields.
 */
export function intercept(inner: Provider, around: Around): Provider {
  const { close } = inner;
  return {
    manifest: inner.manifest,
    listOffers: (query, call) => around('listOffers', call, (c) => inner.listOffers(query, c), NOTHING),
    purchase: (offer, call) => {
      const { attempt } = call;
      return around(
        'purchase',
        call,
        (c) => inner.purchase(offer, c),
        attempt === undefined ? NOTHING : { attempt },
      );
    },
    fetchOrder: (id, call) => around('fetchOrder', call, (c) => inner.fetchOrder(id, c), { order: id }),
    ...(can(inner, 'cancelOrder') && {
      cancelOrder: (id: string, call: Call) =>
        around('cancelOrder', call, (c) => inner.cancelOrder(id, c), { order: id }),
    }),
    ...(can(inner, 'rejectNumber') && {
      rejectNumber: (id: string, fault: NumberFault, call: Call) =>
        around('rejectNumber', call, (c) => inner.rejectNumber(id, fault, c), { order: id }),
    }),
    ...(can(inner, 'finishOrder') && {
      finishOrder: (id: string, call: Call) =>
        around('finishOrder', call, (c) => inner.finishOrder(id, c), { order: id }),
    }),
    ...(can(inner, 'requestAnotherSms') && {
      requestAnotherSms: (id: string, call: Call) =>
        around('requestAnotherSms', call, (c) => inner.requestAnotherSms(id, c), { order: id }),
    }),
    ...(can(inner, 'listOpenOrders') && {
      listOpenOrders: (call: Call) => around('listOpenOrders', call, (c) => inner.listOpenOrders(c), NOTHING),
    }),
    ...(can(inner, 'findOrder') && {
      findOrder: (attempt: string, call: Call) =>
        around('findOrder', call, (c) => inner.findOrder(attempt, c), { attempt }),
    }),
    ...(can(inner, 'listHistory') && {
      listHistory: (period: Period, call: Call) =>
        around('listHistory', call, (c) => inner.listHistory(period, c), NOTHING),
    }),
    ...(can(inner, 'fetchBalance') && {
      fetchBalance: (call: Call) => around('fetchBalance', call, (c) => inner.fetchBalance(c), NOTHING),
    }),
    ...(close && { close: () => close.call(inner) }),
  };
}
