import { isClosed, type Limits, type Manifest, NumrouteError } from '@numroute/core';
import { type Adapter, askedOf, type RequestDescription, type Send } from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import { codesOfOffer, readOfferTable } from '@numroute/http/price-list';
import * as v from 'valibot';
import { createCodes } from './codes.ts';
import { offers } from './offers.ts';
import { readCancel, readData, readOpenOrders, readOrder } from './orders.ts';
import { readPurchase } from './purchase.ts';
import { failureOf, refusalIn } from './words.ts';

/** How SMSPool is bought from. */
export interface SmspoolOptions {
  /** @default 'smspool' */
  readonly id?: string;
  /** @default 20 requests per second, four at a time; the vendor allows 32 per second */
  readonly limits?: Limits;
}

const defaultLimits: Limits = { requests: 20, perMs: 1000, concurrent: 4 };
/** Services times countries times pools, at some 200 bytes each. */
const LONGEST_LIST = 33_554_432;
/** As much as is read at once: some 3,500 orders. */
const LONGEST_ORDERS = 1_048_576;

/** Not of the account, such as 401, 403 and 429. */
const ABOUT_AN_ORDER: readonly number[] = [200, 400, 404, 422];

const balance = v.object({ balance: amountIn('USD') });

/** SMSPool's API as an adapter, for `createHttpProvider`. */
export function smspoolAdapter({ id = 'smspool', limits = defaultLimits }: SmspoolOptions = {}): Adapter {
  const codes = createCodes(id);

  const fetchOrder = async (send: Send, order: string) =>
    readOrder(await send(ask('sms/check', { orderid: order })), order);

  return {
    manifest: manifestOf(id, limits),
    auth: { in: 'header', name: 'authorization', prefix: 'Bearer ' },

    async listOffers(send, query) {
      const asked = askedOf(query, codes);
      if (!asked) return [];
      const reply = await send({ ...ask('sms/all_stock', asked), maxBytes: LONGEST_LIST });
      return await readOfferTable(reply, codes, query, offers, failureOf);
    },

    purchase: {
      describe(offer, maxPrice) {
        const wanted = codesOfOffer(offer, id, offers);
        if (maxPrice.currency !== 'USD') throw NumrouteError.input('maxPrice', 'an amount in USD');
        return ask('purchase/sms', { ...wanted, max_price: maxPrice.amount });
      },
      read: readPurchase,
    },

    fetchOrder,

    async cancelOrder(send, order) {
      const reply = await send(ask('sms/cancel', { orderid: order }));
      const said = ABOUT_AN_ORDER.includes(reply.status) ? refusalIn(reply) : undefined;
      const isSilent = said && (said.code === undefined || said.code === 'UNKNOWN_ORDER');
      if (!isSilent) return readCancel(reply, order);
      // Which words answer a second cancel, or one after the code, nobody has written down: the order tells.
      const report = await fetchOrder(send, order);
      if (isClosed(report.status)) return report;
      throw new NumrouteError('WRONG_STATE', `the vendor refused: ${said.word}`, { vendorWord: said.word });
    },

    listOpenOrders: async (send) =>
      readOpenOrders(await send({ ...ask('request/active'), maxBytes: LONGEST_ORDERS }), codes),

    fetchBalance: async (send) => readData(await send(ask('request/balance')), balance).balance,
  };
}

function ask(path: string, form: Readonly<Record<string, string>> = {}): RequestDescription {
  return { path, form };
}

function manifestOf(id: string, limits: Limits): Manifest {
  return {
    id,
    apiVersion: 1,
    limits,
    traits: { priceGuard: true, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 3000 },
  };
}
