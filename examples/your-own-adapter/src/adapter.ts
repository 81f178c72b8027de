import { answers, type Limits, type Manifest } from '@numroute/core';
import type { Adapter, RequestDescription } from '@numroute/http';
import { centsOf, moneyOf } from './cents.ts';
import { codeOfCountry, codeOfService } from './codes.ts';
import { readFlight, readFlights } from './flights.ts';
import { readHandle, readOffers } from './offers.ts';
import { readPurchase } from './purchase.ts';
import { dataOf, unreadable } from './words.ts';

/** The page: "At most 5 calls a second, 2 at a time." */
const defaultLimits: Limits = { requests: 5, perMs: 1000, concurrent: 2 };

/** The longest price list that is read, in bytes: as much as `parseJson` builds. */
const SHELF_BYTES = 1_048_576;

/** The vendor as functions over an injected `send`: no key, no socket, no clock, no retry. */
export function createAdapter(id: string, limits: Limits = defaultLimits): Adapter {
  return {
    manifest: manifestOf(id, limits),
    auth: { in: 'header', name: 'x-pigeon-token' },

    async listOffers(send, query) {
      const service = query.service && codeOfService(id, query.service);
      const country = query.country && codeOfCountry(id, query.country);
      // The vendor has no word for it, so it sells none.
      if ((query.service && !service) || (query.country && !country)) return [];
      const reply = await send({ ...ask('shelf', { service, country }), maxBytes: SHELF_BYTES });
      return readOffers(reply, id).filter((offer) => answers(offer, query));
    },

    purchase: {
      describe: (offer, maxPrice) => ask('fly', { ...readHandle(offer, id), most: centsOf(maxPrice) }),
      read: (reply) => readPurchase(reply, id),
    },

    fetchOrder: async (send, flight) => readFlight(await send(ask('flight', { flight })), id, flight),
    cancelOrder: async (send, flight) => readFlight(await send(ask('call_back', { flight })), id, flight),
    finishOrder: async (send, flight) => readFlight(await send(ask('roost', { flight })), id, flight),
    listOpenOrders: async (send) => readFlights(await send(ask('flights')), id),

    async fetchBalance(send) {
      const reply = await send(ask('purse'));
      const balance = moneyOf(dataOf(reply)['cents']);
      if (!balance) throw unreadable(reply);
      return balance;
    },
  };
}

function ask(call: string, fields: Readonly<Record<string, unknown>> = {}): RequestDescription {
  return { json: { call, ...fields } };
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
