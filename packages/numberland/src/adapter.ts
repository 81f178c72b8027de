import type { Limits, Manifest } from '@numroute/core';
import { type Adapter, type RequestDescription, readHandle, type Send } from '@numroute/http';
import { readBalance } from './balance.ts';
import { catalogueOf, type IdOverrides } from './ids/catalogue.ts';
import { handle, readOffers } from './offers.ts';
import { type Change, readChange, readOrder } from './orders.ts';
import { readPurchase } from './purchase.ts';

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

export function numberlandAdapter(options: NumberlandOptions = {}): Adapter {
  const { id = 'numberland', limits = defaultLimits } = options;
  const catalogue = catalogueOf(id, options);
  const change = async (send: Send, order: string, method: Change) =>
    readChange(await send(ask(method, { id: order })), order, method);

  return {
    manifest: manifestOf(id, limits),
    auth: { in: 'query', name: 'apikey' },

    async listOffers(send, query) {
      const ids = {
        services: await catalogue.services.of(send),
        countries: await catalogue.countries.of(send),
      };
      const services = query.service === undefined ? undefined : ids.services.idsOf(query.service);
      const countries = query.country === undefined ? undefined : ids.countries.idsOf(query.country);
      // The vendor has no id for it, so it sells none.
      if (services?.length === 0 || countries?.length === 0) return [];
      const asked = { ...only('service', services), ...only('country', countries) };
      const reply = await send({ ...ask('getinfo', asked), maxBytes: LIST_BYTES });
      return await readOffers(reply, id, ids, query);
    },

    purchase: {
      describe: (offer) => ask('getnum', { ...readHandle(offer, id, handle) }),
      read: readPurchase,
    },

    fetchOrder: async (send, order) => readOrder(await send(ask('checkstatus', { id: order })), order),
    cancelOrder: (send, order) => change(send, order, 'cancelnumber'),
    rejectNumber: (send, order) => change(send, order, 'bannumber'),
    finishOrder: (send, order) => change(send, order, 'closenumber'),
    requestAnotherSms: (send, order) => change(send, order, 'repeat'),
    fetchBalance: async (send) => readBalance(await send(ask('balance'))),
  };
}

function ask(method: string, parameters: Readonly<Record<string, string>> = {}): RequestDescription {
  return { query: { method, ...parameters } };
}

/** The vendor takes one id at most: of several everything is asked for. */
function only(field: string, ids: readonly string[] = []): Readonly<Record<string, string>> {
  const [id, ...more] = ids;
  return id !== undefined && more.length === 0 ? { [field]: id } : {};
}

function manifestOf(id: string, limits: Limits): Manifest {
  return {
    id,
    apiVersion: 1,
    limits,
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 4000 },
  };
}
