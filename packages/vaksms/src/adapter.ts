import type { Limits } from '@numroute/core';
import { type Adapter, dataOf, readHandle, type Send } from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';
import { createCodes } from './codes.ts';
import { LONGEST_LIFETIME_MS } from './data/lifetimes.ts';
import { ask, handle, listOffers, type Site } from './offers.ts';
import { type Change, readChange, readOrder } from './orders.ts';
import { readPurchase } from './purchase.ts';
import { saidBy } from './words.ts';

/** How VAK-SMS is bought from. */
export interface VaksmsOptions {
  /** @default 'vaksms' */
  readonly id?: string;
  /** Of prices and balance: the vendor tells none. */
  readonly currency: string;
  /** @default 30 requests in 30 seconds, 4 at a time */
  readonly limits?: Limits;
}

/** Clients keep to 100 a minute. Counted by half minutes, so that no cancel waits longer for its turn. */
const defaultLimits: Limits = { requests: 30, perMs: 30_000, concurrent: 4 };

/** VAK-SMS's own API as an adapter, for `createHttpProvider`. */
export function vaksmsAdapter({ id = 'vaksms', currency, limits = defaultLimits }: VaksmsOptions): Adapter {
  const site: Site = { currency, codes: createCodes(id) };
  const change = (status: Change) => async (send: Send, order: string) =>
    readChange(await send(ask('setStatus', { idNum: order, status })), order, status);

  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
      timing: { pollMs: 5000, lifetimeMs: LONGEST_LIFETIME_MS },
    },
    auth: { in: 'query', name: 'apiKey' },
    listOffers: (send, query) => listOffers(send, query, site),
    purchase: {
      describe: (offer) => ask('getNumber', readHandle(offer, id, handle)),
      read: readPurchase,
    },
    fetchOrder: async (send, order) =>
      readOrder(await send(ask('getSmsCode', { idNum: order, all: '' })), order),
    cancelOrder: change('end'),
    requestAnotherSms: change('send'),
    async fetchBalance(send) {
      const reply = await send(ask('getBalance'));
      return dataOf(reply, v.object({ balance: amountIn(currency) }), saidBy(reply)).balance;
    },
  };
}
