import {
  isClosed,
  isCurrency,
  type Limits,
  type Manifest,
  NumrouteError,
  type OrderReport,
  type Period,
} from '@numroute/core';
import type { Adapter, Reply, Send } from '@numroute/http';
import { listActive } from './active.ts';
import { readBalance } from './balance.ts';
import { createCancelled } from './cancelled.ts';
import { createCodes } from './codes.ts';
import { createFullTexts } from './full-text.ts';
import { createHistory } from './history.ts';
import { listOffers } from './offers.ts';
import { readSetStatus, readStatus, type Wish } from './orders.ts';
import type { Profile } from './profile.ts';
import { describePurchase, readPurchase } from './purchase.ts';
import { describeRequest } from './request.ts';
import type { Site } from './site.ts';
import { sendWhole } from './whole.ts';

/** A site of the family: a profile, and where it differs from it. */
export interface SmsActivateOptions {
  /** @default the profile's */
  readonly id?: string;
  /** Of prices and balance. @default the profile's */
  readonly currency?: string;
  /** @default the profile's */
  readonly limits?: Limits;
  /** Never ask for one order more often. @default the profile's */
  readonly pollMs?: number;
  /**
   * Where the classic calls are below the base URL, which is the site's root then: its history is below it,
   * too, and is asked. @default the base URL itself, and no history is asked
   */
  readonly handler?: string;
}

/** @throws {NumrouteError} INVALID_INPUT The currency is unknown. */
export function smsActivateAdapter(profile: Profile, options: SmsActivateOptions = {}): Adapter {
  const { id = profile.id, currency = profile.currency } = options;
  const { limits = profile.limits, pollMs = profile.pollMs, handler } = options;
  if (!isCurrency(currency)) throw NumrouteError.input('currency', 'an ISO 4217 code such as USD');
  const codes = createCodes(id, profile);
  const site: Site = { id, profile, codes, currency, ...(handler !== undefined && { handler }) };
  const history = handler !== undefined && profile.history ? createHistory(profile.history, site) : undefined;
  const cancelled = createCancelled();

  const { action, fullText } = profile.status;
  const texts =
    fullText && createFullTexts(profile, (order) => describeRequest(site, 'status', fullText, { id: order }));

  /** What the status says; where it denies the order, or says nothing of the money, what the history says. */
  const readEnd = async (send: Send, reply: Reply, order: string): Promise<OrderReport> => {
    let said: OrderReport | undefined;
    let denial: unknown;
    try {
      said = readStatus(reply, order, profile);
    } catch (error) {
      if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
      denial = error;
    }
    const isOpenEnd = (!said || said.status === 'gone') && !cancelled.has(order);
    const end = isOpenEnd ? await history?.endOf(send, order, reply.at) : undefined;
    const report = end ?? said;
    if (report) return report;
    throw denial;
  };

  const fetchOrder = async (send: Send, order: string): Promise<OrderReport> => {
    const reply = await sendWhole(send, describeRequest(site, 'status', action, { id: order }));
    const report = await readEnd(send, reply, order);
    cancelled.hear(report);
    return texts && !isClosed(report.status) ? texts.complete(send, report) : report;
  };

  /** What our own cancel proves outlasts the vendor's memory. */
  const closed = (order: string): OrderReport => ({
    id: order,
    status: cancelled.has(order) ? 'cancelled' : 'gone',
    messages: [],
  });

  const setStatus = async (send: Send, order: string, status: string, wish: Wish): Promise<OrderReport> => {
    const request = describeRequest(site, 'setStatus', 'setStatus', { id: order, status });
    return readSetStatus(await send(request), order, wish, profile);
  };

  const { active, setStatus: statuses } = profile;
  const { finish, another } = statuses;

  return {
    manifest: manifestOf(id, limits, pollMs, profile),
    auth: profile.auth,

    listOffers: (send, query) => listOffers(send, query, site),

    purchase: {
      describe: (offer, maxPrice) => describePurchase(offer, maxPrice, site),
      read: (reply, offer) => {
        const outcome = readPurchase(reply, site, offer);
        if (outcome.outcome === 'accepted') cancelled.hear(outcome.receipt);
        return outcome;
      },
    },

    fetchOrder,

    async cancelOrder(send, order) {
      try {
        const report = await setStatus(send, order, statuses.cancel, 'cancel');
        cancelled.hear(report);
        return report;
      } catch (error) {
        if (NumrouteError.is(error, 'UNKNOWN_ORDER') && cancelled.has(order)) return closed(order);
        if (!NumrouteError.is(error, 'WRONG_STATE')) throw error;
        if (isEarly(error)) {
          cancelled.forget(order);
          throw error;
        }
        // A refused cancel often means that it is cancelled already, or that a code came (quirk 29).
        const now = await fetchOrder(send, order).catch((failed: unknown) => NumrouteError.from(failed, id));
        const isDenied = NumrouteError.is(now, 'UNKNOWN_ORDER') && (saysOver(error) || cancelled.has(order));
        if (isDenied || (!NumrouteError.is(now) && now.status === 'gone')) return closed(order);
        // Its history knows how it ended.
        if (!NumrouteError.is(now) && isClosed(now.status)) return now;
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
      listOpenOrders: async (send: Send) => {
        const reports = await listActive(send, active, site);
        for (const report of reports) cancelled.hear(report);
        return reports;
      },
    }),

    ...(history && {
      listHistory: (send: Send, period: Period) => history.list(send, period),
    }),

    async fetchBalance(send) {
      const request = describeRequest(site, 'balance', profile.balance.action);
      return readBalance(await sendWhole(send, request), site);
    },
  };
}

/** Time alone speaks against the cancel, and the order is open for sure. */
const isEarly = ({ details }: NumrouteError<'WRONG_STATE'>): boolean =>
  /^(?:EARLY|CANNOT_BEFORE)/.test(details.vendorWord ?? '');

const saysOver = ({ details }: NumrouteError<'WRONG_STATE'>): boolean =>
  /^(?:ACTIVATION_NOT_ACTIVE|ALREADY_)/.test(details.vendorWord ?? '');

function manifestOf(id: string, limits: Limits, pollMs: number, profile: Profile): Manifest {
  const { assumed, cancelAfterMs, lifetimeMs, conduct, purchase } = profile;
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
