import type { Limits } from '@numroute/core';
import { type Adapter, dataOf } from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';
import { namesOf } from './names.ts';
import { listOffers } from './offers.ts';
import { readOpenOrders } from './open-orders.ts';
import { end, fetchOrder } from './order-calls.ts';
import type { Site } from './orders.ts';
import { describePurchase, readPurchase } from './purchase.ts';
import { saidBy } from './words.ts';

/** How 5sim is bought from. */
export interface FivesimOptions {
  /** @default 'fivesim' */
  readonly id?: string;
  /** Of prices and balance; 5sim tells none. @default 'USD' */
  readonly currency?: string;
  /**
   * Lets 5sim choose the operator: it takes the cheapest, and keeps a cap. Absent: each offer is of one
   * operator, whose success rate is known, and for which 5sim takes no cap.
   */
  readonly operator?: 'any';
  /** @default 50 requests per second, half of what 5sim allows, 10 at a time */
  readonly limits?: Limits;
}

const defaultLimits: Limits = { requests: 50, perMs: 1000, concurrent: 10 };

/** 5sim's own API as an adapter, for `createHttpProvider`. */
export function fivesimAdapter(options: FivesimOptions = {}): Adapter {
  const { id = 'fivesim', currency = 'USD', operator, limits = defaultLimits } = options;
  const isPinned = operator === undefined;
  const site: Site = { currency, codes: namesOf(id) };

  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: !isPinned, stock: 'estimate', refundsOnCancel: true, messages: 'many' },
      // 5sim ends an order by itself after 15 or 20 minutes: each order tells when.
      timing: { pollMs: 3000 },
    },
    auth: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
    listOffers: (send, query) => listOffers(send, query, site, isPinned),
    purchase: {
      describe: (offer, maxPrice) => describePurchase(offer, maxPrice, site, isPinned),
      read: (reply) => readPurchase(reply, site),
    },
    fetchOrder: (send, order) => fetchOrder(send, order, site),
    cancelOrder: (send, order) => end(send, order, site, { verb: 'cancel', as: 'cancelled' }),
    rejectNumber: (send, order) => end(send, order, site, { verb: 'ban', as: 'cancelled' }),
    finishOrder: (send, order) => end(send, order, site, { verb: 'finish', as: 'finished' }),
    listOpenOrders: (send) => readOpenOrders(send, site),
    async fetchBalance(send) {
      const reply = await send({ path: ['user', 'profile'] });
      return dataOf(reply, v.object({ balance: amountIn(currency) }), saidBy(reply)).balance;
    },
  };
}
