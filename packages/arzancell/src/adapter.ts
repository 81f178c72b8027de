import { type Limits, type Manifest, NumrouteError, type OrderReport } from '@numroute/core';
import { type Adapter, Kept, type Reply } from '@numroute/http';
import { readBalance } from './balance.ts';
import { type CodeOverrides, createCodes } from './codes.ts';
import { readHandle } from './handle.ts';
import { readOffers } from './offers.ts';
import { readCancel, readOrder } from './orders.ts';
import { readPurchase } from './purchase.ts';
import { describeRequest, type Transport } from './request.ts';
import { currencyOf } from './unit.ts';

/** How ArzanCell, or a site that speaks like it, is reached and read. */
export interface ArzancellOptions extends CodeOverrides {
  /** @default 'arzancell' */
  readonly id?: string;
  /** The unit of prices and balance, which is otherwise read from the balance once. */
  readonly unit?: string;
  /** @default 'query' */
  readonly transport?: Transport;
  /** @default 'api' */
  readonly keyParameter?: string;
  /** The page names none. @default one request per second, one at a time */
  readonly limits?: Limits;
}

const defaultLimits: Limits = { requests: 1, perMs: 1000, concurrent: 1 };

/** How many cancelled orders are remembered, so that a second cancel can be answered. */
const MEMORY = 1000;

/** @throws {NumrouteError} INVALID_INPUT The unit is unknown. */
export function arzancellAdapter(options: ArzancellOptions = {}): Adapter {
  const { id = 'arzancell', transport = 'query', keyParameter = 'api', limits = defaultLimits } = options;
  const codes = createCodes(id, options);
  const cancelled = new Set<string>();
  const fixed = fixedCurrency(options.unit);
  const askBalance = describeRequest(transport, 'get_balance');
  const unit = new Kept(askBalance, (reply: Reply) => readBalance(reply).currency);

  return {
    manifest: manifestOf(id, limits),
    auth: { in: transport === 'query' ? 'query' : 'form', name: keyParameter },

    async listOffers(send, query) {
      const country = query.country === undefined ? 'any' : codes.askCountry(query.country);
      const another = query.service !== undefined && !codes.knowsService(query.service);
      if (country === undefined || another) return [];
      const currency = fixed ?? (await unit.of(send));
      const reply = await send(describeRequest(transport, 'get_status', { server: 'any', country }));
      return await readOffers(reply, { id, codes, currency }, query);
    },

    purchase: {
      describe(offer) {
        const { server, country, service } = readHandle(offer, id);
        return describeRequest(transport, 'get_number', { server, country, service });
      },
      read(reply, { country }) {
        const bought = readPurchase(reply, country);
        if (bought.outcome === 'accepted') {
          const { receipt } = bought;
          // An id that comes again is another order: the cancel of the old one says nothing of it.
          for (const { id: orderId } of [receipt, ...(receipt.surplus ?? [])]) cancelled.delete(orderId);
        }
        return bought;
      },
    },

    async fetchOrder(send, orderId) {
      return readOrder(await send(describeRequest(transport, 'check_order', { order_id: orderId })), orderId);
    },

    async cancelOrder(send, orderId) {
      const reply = await send(describeRequest(transport, 'cancel_order', { order_id: orderId }));
      try {
        const report = readCancel(reply, orderId);
        if (report.status === 'cancelled') remember(cancelled, orderId);
        return report;
      } catch (error) {
        // The vendor may forget an order once it is cancelled; our own cancel proves what happened.
        const again = cancelled.has(orderId) && NumrouteError.is(error, 'UNKNOWN_ORDER', 'WRONG_STATE');
        if (again) return { id: orderId, status: 'cancelled', messages: [] } satisfies OrderReport;
        throw error;
      }
    },

    async fetchBalance(send) {
      const balance = readBalance(await send(askBalance), fixed);
      unit.keep(balance.currency);
      return balance;
    },
  };
}

function fixedCurrency(unit: string | undefined): string | undefined {
  if (unit === undefined) return undefined;
  const currency = currencyOf(unit);
  if (currency === undefined)
    throw NumrouteError.input('unit', 'Toman, Rial or an ISO 4217 code such as USD');
  return currency;
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  const [oldest] = ids;
  if (ids.size > MEMORY && oldest !== undefined) ids.delete(oldest);
}

function manifestOf(id: string, limits: Limits): Manifest {
  return {
    id,
    apiVersion: 1,
    limits,
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 5000 },
  };
}
