import type { Limits } from '@numroute/core';
import { type Adapter, dataOf } from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';
import { createCodes } from './codes.ts';
import { listOffers } from './offers.ts';
import { cancelOrder, fetchOrder, listOpenOrders } from './orders.ts';
import { describePurchase, readPurchase } from './purchase.ts';
import { tokenFor } from './token.ts';

/** How TextVerified is bought from. */
export interface TextverifiedOptions {
  /** @default 'textverified' */
  readonly id?: string;
  /** The e-mail address of the account: with the key it buys the token that every request carries. */
  readonly username: string;
  /** The vendor's names of services by ours, where you know better. @default none */
  readonly services?: Readonly<Record<string, string>>;
  /** @default 5 requests per second, four at a time; the vendor names no limit */
  readonly limits?: Limits;
}

const defaultLimits: Limits = { requests: 5, perMs: 1000, concurrent: 4 };

const account = v.object({ currentBalance: amountIn('USD') });

/** TextVerified's API, version 2, as an adapter, for `createHttpProvider`. */
export function textverifiedAdapter(options: TextverifiedOptions): Adapter {
  const { id = 'textverified', username, services, limits = defaultLimits } = options;
  const codes = createCodes(id, services);

  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: true, stock: 'estimate', refundsOnCancel: true },
      timing: { pollMs: 3000 },
    },
    auth: tokenFor(username),
    listOffers: (send, query) => listOffers(send, query, codes, limits.concurrent),
    purchase: {
      describe: (offer, maxPrice) => describePurchase(offer, maxPrice, codes),
      read: readPurchase,
    },
    fetchOrder: (send, order) => fetchOrder(send, order, codes),
    cancelOrder: (send, order) => cancelOrder(send, order, codes),
    listOpenOrders: (send) => listOpenOrders(send, codes),
    async fetchBalance(send) {
      return dataOf(await send({ path: ['account', 'me'] }), account, undefined).currentBalance;
    },
  };
}
