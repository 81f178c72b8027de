import { type Limits, type Money, subtractMoney } from '@numroute/core';
import {
  type Adapter,
  askedOf,
  dataOf,
  type RequestDescription,
  readHandle,
  type Send,
  unexpected,
} from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';
import type { Balance, Unit } from './fields.ts';
import { catalogueOf } from './ids/catalogue.ts';
import { handle, readOffers } from './offers.ts';
import { type Change, readChange, readOrder } from './orders.ts';
import { readPurchase } from './purchase.ts';
import { saidBy } from './words.ts';

/** How SMS-Man is bought from. */
export interface SmsmanOptions {
  /** @default 'smsman' */
  readonly id?: string;
  /** Of prices and balance: the vendor tells none. */
  readonly currency: string;
  /** What a cost of 1 is, in the currency: the vendor does not say. @default '1' */
  readonly unit?: Unit;
  /**
   * Whether the balance is without what is held for open orders (`free`), or still has it in it (`total`).
   * Absent: nobody knows, so that it proves nothing, and none is told.
   */
  readonly balance?: Balance;
  /** When an order ends by itself, in milliseconds. @default 20 minutes */
  readonly lifetimeMs?: number;
  /** A cancel is refused before, in milliseconds. @default none is known */
  readonly cancelAfterMs?: number;
  /** @default a request a second, two at a time */
  readonly limits?: Limits;
}

/** Two at a time, so that a purchase that takes its time keeps no cancel waiting. */
const defaultLimits: Limits = { requests: 1, perMs: 1000, concurrent: 2 };

/** Some thousand applications in 200 countries, at some 40 bytes each. */
const LIST_BYTES = 33_554_432;

/** SMS-Man's own API as an adapter, for `createHttpProvider`. */
export function smsmanAdapter(options: SmsmanOptions): Adapter {
  const { id = 'smsman', currency, unit = '1', balance, lifetimeMs = 1_200_000 } = options;
  const { cancelAfterMs, limits = defaultLimits } = options;
  const catalogue = catalogueOf(id);
  const change = (status: Change) => async (send: Send, order: string) =>
    readChange(await send(ask('set-status', { request_id: order, status })), order, status);

  return {
    manifest: {
      id,
      apiVersion: 1,
      limits,
      traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
      timing: { pollMs: 5000, lifetimeMs, ...(cancelAfterMs !== undefined && { cancelAfterMs }) },
    },
    auth: { in: 'query', name: 'token' },

    async listOffers(send, query) {
      const services = await catalogue.services.of(send);
      const countries = await catalogue.countries.of(send);
      const codes = { provider: id, services, countries };
      const asked = askedOf(query, codes);
      if (!asked) return [];
      const { country } = asked;
      const reply = await send({
        ...ask('get-prices', country === undefined ? {} : { country_id: country }),
        maxBytes: LIST_BYTES,
      });
      return await readOffers(reply, codes, query, { currency, unit }, country);
    },

    purchase: {
      describe(offer) {
        const { country, service } = readHandle(offer, id, handle);
        return ask('get-number', { country_id: country, application_id: service });
      },
      read: readPurchase,
    },

    fetchOrder: async (send, order) => readOrder(await send(ask('get-sms', { request_id: order })), order),
    cancelOrder: change('reject'),
    finishOrder: change('close'),
    requestAnotherSms: change('ready'),
    ...(balance && { fetchBalance: (send: Send) => fetchBalance(send, currency, balance) }),
  };
}

async function fetchBalance(send: Send, currency: string, kind: Balance): Promise<Money> {
  const amount = amountIn(currency);
  const reply = await send(ask('get-balance'));
  const told = dataOf(reply, v.object({ balance: amount, hold: v.optional(amount) }), saidBy(reply));
  if (kind === 'free') return told.balance;
  if (!told.hold) throw unexpected(reply, 'hold');
  return subtractMoney(told.balance, told.hold);
}

function ask(path: string, query: Readonly<Record<string, string>> = {}): RequestDescription {
  return { path, query };
}
