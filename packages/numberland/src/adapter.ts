import type { Limits } from '@numroute/core';
import { type Adapter, askedOf, dataOf, type RequestDescription, type Send } from '@numroute/http';
import { codesOfOffer } from '@numroute/http/price-list';
import * as v from 'valibot';
import { toman } from './fields.ts';
import { catalogueOf, type IdOverrides } from './ids/catalogue.ts';
import { readOffers, table } from './offers.ts';
import { type Change, readOrder } from './orders.ts';
import { readPurchase } from './purchase.ts';
import { saidBy } from './reply.ts';

/** How Numberland is bought from. */
export interface NumberlandOptions extends IdOverrides {
  /** @default 'numberland' */
  readonly id?: string;
  /** @default 25 requests per second, 4 at a time */
  readonly limits?: Limits;
}

/** The vendor counts 50 a second for each address; another program may ask from there, too. */
const defaultLimits: Limits = { requests: 25, perMs: 1000, concurrent: 4 };

/** Every service in every country, by operator, with a description each. */
const LIST_BYTES = 33_554_432;

/** Another unit would be wrong tenfold. */
const balance = v.object({
  RESULT: v.pipe(v.string(), v.trim(), v.regex(/^[1-9]/)),
  BALANCE: toman,
  CURRENCY: v.pipe(v.string(), v.trim(), v.regex(/^toman$/i)),
});

/** Numberland's API as an adapter, for `createHttpProvider`. */
export function numberlandAdapter(options: NumberlandOptions = {}): Adapter {
  const { id = 'numberland', limits = defaultLimits } = options;
  const catalogue = catalogueOf(id, options);
  const change = (method: Change) => async (send: Send, order: string) =>
    readOrder(await send(ask(method, { id: order })), order, method);

  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
      timing: { pollMs: 4000 },
    },
    auth: { in: 'query', name: 'apikey' },

    async listOffers(send, query) {
      const services = await catalogue.services.of(send);
      const countries = await catalogue.countries.of(send);
      const codes = { provider: id, services, countries };
      const asked = askedOf(query, codes);
      if (!asked) return [];
      return await readOffers(await send({ ...ask('getinfo', asked), maxBytes: LIST_BYTES }), codes, query);
    },

    purchase: {
      describe: (offer) => ask('getnum', codesOfOffer(offer, id, table)),
      read: readPurchase,
    },

    fetchOrder: async (send, order) => readOrder(await send(ask('checkstatus', { id: order })), order),
    cancelOrder: change('cancelnumber'),
    rejectNumber: change('bannumber'),
    finishOrder: change('closenumber'),
    requestAnotherSms: change('repeat'),

    async fetchBalance(send) {
      const reply = await send(ask('balance'));
      return dataOf(reply, balance, saidBy(reply)).BALANCE;
    },
  };
}

function ask(method: string, parameters: Readonly<Record<string, string>> = {}): RequestDescription {
  return { query: { method, ...parameters } };
}
