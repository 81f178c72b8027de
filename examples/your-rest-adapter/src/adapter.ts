import type { Limits, Manifest } from '@numroute/core';
import type { Adapter } from '@numroute/http';
import * as v from 'valibot';
import { amount } from './fields.ts';
import { namesOf } from './names.ts';
import { describePurchase, listOffers } from './offers.ts';
import { listHistory, listOpenOrders, readNamed, readOrder, readPurchase } from './orders.ts';
import { dataOf } from './words.ts';

/** The page: "At most 10 requests a second, 4 at a time." */
const defaultLimits: Limits = { requests: 10, perMs: 1000, concurrent: 4 };

/** The vendor as functions over an injected `send`: no key, no socket, no clock, no retry. */
export function createAdapter(provider: string, limits: Limits = defaultLimits): Adapter {
  const names = namesOf(provider);
  return {
    manifest: manifestOf(provider, limits),
    auth: { in: 'header', name: 'authorization', prefix: 'Bearer ' },

    listOffers: (send, query) => listOffers(send, query, names),
    purchase: {
      describe: (offer, maxPrice, attempt) => describePurchase(offer, maxPrice, names, attempt),
      read: (reply) => readPurchase(reply, names),
    },

    fetchOrder: async (send, id) => readOrder(await send({ path: ['orders', id] }), id, names),
    cancelOrder: async (send, id) =>
      readOrder(await send({ method: 'DELETE', path: ['orders', id] }), id, names),
    finishOrder: async (send, id) =>
      readOrder(await send({ method: 'POST', path: ['orders', id, 'done'] }), id, names),
    listOpenOrders: (send) => listOpenOrders(send, names),
    findOrder: async (send, ref) => readNamed(await send({ path: ['refs', ref] }), ref, names),
    listHistory: (send, period) => listHistory(send, period, names),

    async fetchBalance(send) {
      return dataOf(await send({ path: ['account'] }), v.object({ cents: amount })).cents;
    },
  };
}

function manifestOf(id: string, limits: Limits): Manifest {
  return {
    id,
    apiVersion: 1,
    limits,
    // "none above `max_cents`"; every offer has its `stock`; "your cents come back"; "as many SMS as come".
    traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true, messages: 'many' },
    timing: { pollMs: 3000, lifetimeMs: 20 * 60_000 },
  };
}
