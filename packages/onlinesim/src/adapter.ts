import type { Limits } from '@numroute/core';
import type { Adapter } from '@numroute/http';
import { type Balance, fetchBalance } from './balance.ts';
import { createCodes, type Site } from './codes.ts';
import { listOffers } from './offers.ts';
import { cancelOrder, fetchOrder, finishOrder, listOpenOrders, requestAnotherSms } from './orders.ts';
import { describePurchase, readPurchase } from './purchase.ts';

/** How OnlineSim is bought from. */
export interface OnlinesimOptions {
  /** @default 'onlinesim' */
  readonly id?: string;
  /** Of prices and balance: the API tells none. USD at onlinesim.io, RUB at onlinesim.ru. */
  readonly currency: string;
  /**
   * Whether the balance is without what is held for open orders, or still has it in it. Absent: nobody
   * has said it, and no balance is told.
   */
  readonly balance?: Balance;
  /** @default one request per second, one at a time: after some six fast ones the vendor drops connections */
  readonly limits?: Limits;
}

const defaultLimits: Limits = { requests: 1, perMs: 1000, concurrent: 1 };

/** OnlineSim's own API as an adapter, for `createHttpProvider`. */
export function onlinesimAdapter(options: OnlinesimOptions): Adapter {
  const { id = 'onlinesim', currency, balance, limits = defaultLimits } = options;
  const site: Site = { currency, codes: createCodes(id) };

  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: false },
      timing: { pollMs: 8000, cancelAfterMs: 120_000, lifetimeMs: 900_000 },
    },
    auth: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
    listOffers: (send, query) => listOffers(send, query, site),
    purchase: {
      describe: (offer) => describePurchase(offer, site.codes),
      read: (reply) => readPurchase(reply, site.codes),
    },
    fetchOrder: (send, order) => fetchOrder(send, order, site),
    cancelOrder: (send, order) => cancelOrder(send, order, site),
    finishOrder: (send, order) => finishOrder(send, order, site),
    requestAnotherSms,
    listOpenOrders: (send) => listOpenOrders(send, site),
    ...(balance && { fetchBalance: (send) => fetchBalance(send, currency, balance) }),
  };
}
