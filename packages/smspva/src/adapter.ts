import type { Limits } from '@numroute/core';
import { type Adapter, readAs, refuseSaid } from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';
import { createCodes } from './codes.ts';
import { listOffers, type Site } from './offers.ts';
import { cancelOrder, fetchOrder } from './orders.ts';
import { describePurchase, readPurchase } from './purchase.ts';
import { saidBy } from './words.ts';

/** How SMSPVA is bought from. */
export interface SmspvaOptions {
  /** @default 'smspva' */
  readonly id?: string;
  /** Of prices and balance; SMSPVA tells none. @default 'USD' */
  readonly currency?: string;
  /** @default 10 requests per second, four at a time; SMSPVA allows 50 connections per second */
  readonly limits?: Limits;
}

const defaultLimits: Limits = { requests: 10, perMs: 1000, concurrent: 4 };

/** SMSPVA's API for activations, version 2, as an adapter, for `createHttpProvider`. */
export function smspvaAdapter(options: SmspvaOptions = {}): Adapter {
  const { id = 'smspva', currency = 'USD', limits = defaultLimits } = options;
  const site: Site = { currency, codes: createCodes(id) };
  const balance = v.object({ data: v.object({ balance: amountIn(currency) }) });

  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true, charges: 'delivery' },
      timing: { pollMs: 5000, lifetimeMs: 600_000 },
    },
    auth: { in: 'header', name: 'apikey' },
    listOffers: (send, query) => listOffers(send, query, site, limits.concurrent),
    purchase: {
      describe: (offer) => describePurchase(offer, site.codes),
      read: (reply, offer) => readPurchase(reply, offer, site.codes),
    },
    fetchOrder,
    cancelOrder,
    async fetchBalance(send) {
      const reply = await send({ path: ['balance'] });
      refuseSaid(reply, saidBy(reply));
      return readAs(reply, balance).data.balance;
    },
  };
}
