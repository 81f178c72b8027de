import { isCurrency, type Limits, type Manifest, NumrouteError, type OrderReport } from '@numroute/core';
import type { Adapter, Send } from '@numroute/http';
import { listActive } from './active.ts';
import { readBalance } from './balance.ts';
import { createCodes } from './codes.ts';
import { createFullTexts } from './full-text.ts';
import { listOffers, type Shelf } from './offers.ts';
import { readSetStatus, readStatus, type Wish } from './orders.ts';
import type { Profile } from './profile.ts';
import { describePurchase, readPurchase } from './purchase.ts';
import { describeRequest } from './request.ts';

export interface SmsActivateOptions {
  /** @default the profile's */
  readonly id?: string;
  /** Of prices and balance. @default the profile's */
  readonly currency?: string;
  /** @default the profile's */
  readonly limits?: Limits;
}

/** How many cancelled orders are remembered, so that a second cancel can be answered. */
const MEMORY = 1000;

/** @throws {NumrouteError} INVALID_INPUT The currency is unknown. */
export function smsActivateAdapter(profile: Profile, options: SmsActivateOptions = {}): Adapter {
  const { id = profile.id, currency = profile.currency, limits = profile.limits } = options;
  if (!isCurrency(currency)) throw NumrouteError.input('currency', 'an ISO 4217 code such as USD');
  const codes = createCodes(id, profile);
  const shelf: Shelf = { id, profile, codes, currency };
  const cancelled = new Set<string>();

  const { action, fullText } = profile.status;
  const texts =
    fullText &&
    createFullTexts(profile, (order) => describeRequest(shelf, 'status', fullText, { id: order }));

  const fetchOrder = async (send: Send, order: string): Promise<OrderReport> => {
    const reply = await send(describeRequest(shelf, 'status', action, { id: order }));
    const report = readStatus(reply, order, profile);
    return texts ? texts.complete(send, report) : report;
  };

  const setStatus = async (send: Send, order: string, status: string, wish: Wish): Promise<OrderReport> => {
    const request = describeRequest(shelf, 'setStatus', 'setStatus', { id: order, status });
    return readSetStatus(await send(request), order, wish, profile);
  };

  const { active, setStatus: statuses } = profile;
  const { finish, another } = statuses;

  return {
    manifest: manifestOf(id, limits, profile),
    auth: profile.auth,

    listOffers: (send, query) => listOffers(send, query, shelf),

    purchase: {
      describe: (offer, maxPrice) => describePurchase(offer, maxPrice, shelf),
      read: (reply, offer) => readPurchase(reply, shelf, offer),
    },

    fetchOrder,

    async cancelOrder(send, order) {
      try {
        const report = await setStatus(send, order, statuses.cancel, 'cancel');
        remember(cancelled, order);
        return report;
      } catch (error) {
        const refused = NumrouteError.is(error, 'UNKNOWN_ORDER', 'WRONG_STATE');
        // The vendor may forget an order once it is cancelled; our own cancel proves what happened.
        if (refused && cancelled.has(order)) return { id: order, status: 'cancelled', messages: [] };
        if (
          !NumrouteError.is(error, 'WRONG_STATE') ||
          /^(EARLY|CANNOT_BEFORE)/.test(error.details.vendorWord ?? '')
        ) {
          throw error;
        }
        // A refused cancel often means that it is cancelled already, or that a code came (quirk 29).
        const now = await fetchOrder(send, order).catch(() => undefined);
        if (now?.status === 'gone') return now;
        throw error;
      }
    },

    ...(finish !== undefined && {
      finishOrder: (send: Send, order: string) => setStatus(send, order, finish, 'finish'),
    }),
    ...(another !== undefined && {
      requestAnotherSms: (send: Send, order: string) => setStatus(send, order, another, 'another'),
    }),
    ...(active && {
      listOpenOrders: (send: Send) => listActive(send, active, shelf),
    }),

    async fetchBalance(send) {
      return readBalance(await send(describeRequest(shelf, 'balance', profile.balance.action)), shelf);
    },
  };
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  const [oldest] = ids;
  if (ids.size > MEMORY && oldest !== undefined) ids.delete(oldest);
}

function manifestOf(id: string, limits: Limits, profile: Profile): Manifest {
  const { assumed, pollMs, cancelAfterMs, lifetimeMs, conduct, purchase } = profile;
  return Object.freeze({
    id,
    apiVersion: 1,
    limits: Object.freeze({ ...limits }),
    traits: Object.freeze({
      // A cap that nobody documents is sent, and not relied on.
      priceGuard: purchase.maxPrice !== undefined && !assumed.includes('purchase.maxPrice'),
      stock: 'estimate',
      refundsOnCancel: true,
    }),
    timing: Object.freeze({
      pollMs,
      ...(cancelAfterMs !== undefined && { cancelAfterMs }),
      ...(lifetimeMs !== undefined && { lifetimeMs }),
    }),
    ...(conduct && { conduct }),
  });
}
