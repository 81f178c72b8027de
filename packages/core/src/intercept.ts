import { type Capability, can } from './capability.ts';
import type { Call, NumberFault, Period, Provider } from './provider.ts';

/** A call to a provider, by its method's name. */
export type Operation = 'listOffers' | 'purchase' | 'fetchOrder' | Capability;

/** Sees every call go by. Calls `next` at most once, with the call or one of its own. */
export type Around = <C extends Call, T>(
  operation: Operation,
  call: C,
  next: (call: C) => Promise<T>,
) => Promise<T>;

/**
 * Wraps a provider; the result is a provider with the same manifest and the same capabilities.
 * Written out method by method: spreading would lose a class's methods, a proxy its private fields.
 */
export function intercept(inner: Provider, around: Around): Provider {
  const { close } = inner;
  return {
    manifest: inner.manifest,
    listOffers: (query, call) => around('listOffers', call, (c) => inner.listOffers(query, c)),
    purchase: (offer, call) => around('purchase', call, (c) => inner.purchase(offer, c)),
    fetchOrder: (id, call) => around('fetchOrder', call, (c) => inner.fetchOrder(id, c)),
    ...(can(inner, 'cancelOrder') && {
      cancelOrder: (id: string, call: Call) => around('cancelOrder', call, (c) => inner.cancelOrder(id, c)),
    }),
    ...(can(inner, 'rejectNumber') && {
      rejectNumber: (id: string, fault: NumberFault, call: Call) =>
        around('rejectNumber', call, (c) => inner.rejectNumber(id, fault, c)),
    }),
    ...(can(inner, 'finishOrder') && {
      finishOrder: (id: string, call: Call) => around('finishOrder', call, (c) => inner.finishOrder(id, c)),
    }),
    ...(can(inner, 'requestAnotherSms') && {
      requestAnotherSms: (id: string, call: Call) =>
        around('requestAnotherSms', call, (c) => inner.requestAnotherSms(id, c)),
    }),
    ...(can(inner, 'listOpenOrders') && {
      listOpenOrders: (call: Call) => around('listOpenOrders', call, (c) => inner.listOpenOrders(c)),
    }),
    ...(can(inner, 'findOrder') && {
      findOrder: (attempt: string, call: Call) =>
        around('findOrder', call, (c) => inner.findOrder(attempt, c)),
    }),
    ...(can(inner, 'listHistory') && {
      listHistory: (period: Period, call: Call) =>
        around('listHistory', call, (c) => inner.listHistory(period, c)),
    }),
    ...(can(inner, 'fetchBalance') && {
      fetchBalance: (call: Call) => around('fetchBalance', call, (c) => inner.fetchBalance(c)),
    }),
    ...(close && { close: () => close.call(inner) }),
  };
}
