import { answers, type Limits, type Manifest } from '@numroute/core';
import { type Adapter, allPages, type RequestDescription } from '@numroute/http';
import * as v from 'valibot';
import { amount } from './fields.ts';
import { readFlight, readPage, readPurchase } from './flights.ts';
import { namesOf } from './names.ts';
import { readOffers, wantedOf } from './offers.ts';
import { resultOf } from './words.ts';

/** The page: "At most 5 calls a second, 2 at a time." */
const defaultLimits: Limits = { requests: 5, perMs: 1000, concurrent: 2 };

/** The longest price list that is read, in bytes: as much as `parseJson` builds. */
const SHELF_BYTES = 1_048_576;

/** The vendor as functions over an injected `send`: no key, no socket, no clock, no retry. */
export function createAdapter(provider: string, limits: Limits = defaultLimits): Adapter {
  const names = namesOf(provider);
  return {
    manifest: manifestOf(provider, limits),
    auth: { in: 'header', name: 'x-pigeon-token' },

    async listOffers(send, query) {
      const service = query.service && names.services.codeOf(query.service);
      const country = query.country && names.countries.codeOf(query.country);
      // The vendor has no word for it, so it sells none.
      if ((query.service && !service) || (query.country && !country)) return [];
      const reply = await send({ ...ask('shelf', { service, country }), maxBytes: SHELF_BYTES });
      return readOffers(reply, names).filter((offer) => answers(offer, query));
    },

    purchase: {
      describe: (offer, maxPrice) => ask('fly', wantedOf(offer, maxPrice, names)),
      read: (reply) => readPurchase(reply, names),
    },

    fetchOrder: async (send, id) => readFlight(await send(ask('flight', { flight: id })), id, names),
    cancelOrder: async (send, id) => readFlight(await send(ask('call_back', { flight: id })), id, names),
    finishOrder: async (send, id) => readFlight(await send(ask('roost', { flight: id })), id, names),
    listOpenOrders: (send) =>
      allPages(async (after?: string) => readPage(await send(ask('flights', { after })), names)),

    async fetchBalance(send) {
      return resultOf(await send(ask('purse')), v.object({ cents: amount })).cents;
    },
  };
}

function ask(method: string, params: Readonly<Record<string, unknown>> = {}): RequestDescription {
  return { json: { jsonrpc: '2.0', id: 1, method, params } };
}

function manifestOf(id: string, limits: Limits): Manifest {
  return {
    id,
    apiVersion: 1,
    limits,
    // "none above `most` cents"; the ladder says how many birds; "your cents return to the purse";
    // "letters come until a flight roosts".
    traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true, messages: 'many' },
    timing: { pollMs: 3000, lifetimeMs: 20 * 60_000 },
  };
}
