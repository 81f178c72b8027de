import { parseDecimal } from './decimal.ts';
import { mergeMessages } from './messages.ts';
import { compareMoney, type Money } from './money.ts';

/** Enough to find an order again after a restart. */
export interface OrderRef {
  readonly provider: string;
  readonly id: string;
}

/** An SMS that came for an order. Vendors tell its text, its code, or both; each stays verbatim. */
export interface Message {
  readonly id?: string;
  readonly text?: string;
  readonly code?: string;
  readonly from?: string;
  /** Milliseconds since 1970, where the vendor says it. */
  readonly receivedAt?: number;
}

/**
 * `open → delivered → finished`, or from `open` to `cancelled`, `expired` or `gone`; never back.
 * `gone`: the vendor knows the order no more and its word proves nothing about the money.
 */
export type OrderStatus = 'open' | 'delivered' | 'finished' | 'cancelled' | 'expired' | 'gone';

/** What a vendor says of one order now, and only that: nothing is filled in from memory. */
export interface OrderReport {
  readonly id: string;
  /** The name that its purchase was given (`PurchaseCall.attempt`), where the vendor tells it. */
  readonly attempt?: string;
  readonly status: OrderStatus;
  readonly messages: readonly Message[];
  /** A further SMS was asked for and has not come: every message here is old. */
  readonly awaits?: true;
  /** E.164 with its plus. */
  readonly phone?: string;
  readonly service?: string;
  readonly country?: string;
  readonly pool?: string;
  /** What the vendor says it charged. A price of zero or below tells nothing. */
  readonly price?: Money;
  /** Milliseconds since 1970, like every time here. */
  readonly orderedAt?: number;
  /** No later than the purchase: it is not believed. */
  readonly expiresAt?: number;
  /** The vendor refuses to cancel before. */
  readonly cancelAfter?: number;
}

/**
 * A purchase that was made. Its id is all that it needs: a phone that the reply does not tell, or tells
 * unreadably, is left out, and the order is kept, asked for and cancelled by its id.
 */
export interface Receipt extends OrderReport {
  /** More orders that the same request made at the vendor. The router gives them up. */
  readonly surplus?: readonly OrderReport[];
}

/** One number bought: what the buyer agreed to and what the vendor has said since. */
export interface Order extends OrderRef {
  /** E.164 with its plus. Empty as long as the vendor has told none that can be read; `buy` returns no such order. */
  readonly phone: string;
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
  /** The offer's price when it was chosen. */
  readonly quoted: Money;
  /**
   * What was charged: as the vendor told it, else as the account's balance showed it, else the quoted
   * price. A vendor's word that is below the quote gives way to the balance.
   */
  readonly paid: Money;
  readonly paidSource: 'vendor' | 'balance' | 'offer';
  readonly status: OrderStatus;
  readonly messages: readonly Message[];
  /** Stands from the first time that a further SMS was asked for. */
  readonly another?: AnotherSms;
  /** Milliseconds since 1970, by our clock. */
  readonly boughtAt: number;
  readonly expiresAt?: number;
  readonly cancelAfter?: number;
  /**
   * The latest time to cancel that leaves room for a second try before the vendor ends the order by
   * itself, and may keep the money. Without a code by then the router cancels.
   */
  readonly cancelBefore?: number;
  /**
   * `promised`: the vendor's word says that the money comes back. Only the balance proves it, and
   * then it is `seen`, or `missing`.
   */
  readonly refund: 'none' | 'promised' | 'unknown' | 'seen' | 'missing';
  /** Its vendor's trait, where the vendor promises nothing for a cancel: then a cancel leaves `refund` unknown. */
  readonly refundsOnCancel?: false;
}

/** A further SMS that was asked for. */
export interface AnotherSms {
  /** How many messages there were when it was asked for: whatever comes beyond them is the answer. */
  readonly after: number;
  /**
   * - `asked`: the request may be out
   * - `granted`: the vendor said yes; it may still tell the old code
   * - `awaited`: the vendor was seen waiting: what it tells next is new even if it reads like the old
   * - `come`
   */
  readonly is: 'asked' | 'granted' | 'awaited' | 'come';
}

const rank: Readonly<Record<OrderStatus, number>> = {
  open: 0,
  delivered: 1,
  gone: 2,
  expired: 3,
  cancelled: 3,
  finished: 4,
};

/** The price that a report tells. A vendor that says it charged nothing, or less, has told none. */
export function toldPrice({ price }: Pick<OrderReport, 'price'>): Money | undefined {
  const told = price && parseDecimal(price.amount);
  return told && told.units > 0n ? price : undefined;
}

/**
 * The end of an order that a report tells, in milliseconds since 1970. One that is no later than the purchase
 * tells nothing: the vendor's time is of another zone, or its clock or ours is wrong.
 */
export function toldEnd({ expiresAt }: Pick<OrderReport, 'expiresAt'>, boughtAt: number): number | undefined {
  return expiresAt !== undefined && expiresAt > boughtAt ? expiresAt : undefined;
}

type Priced = Pick<Order, 'paid' | 'paidSource' | 'quoted'>;

/** Whether nothing proves what the order cost: the vendor told no price, or one below its quote. */
export function isPriceUnproven({ paid, paidSource, quoted }: Priced): boolean {
  return paidSource === 'offer' || (paidSource === 'vendor' && isBelow(paid, quoted));
}

/** What a budget counts for the order: what was paid, but the quote as long as a lower price is unproven. */
export function countedPrice(order: Priced): Money {
  return isPriceUnproven(order) ? order.quoted : order.paid;
}

/** In another currency nobody can say without a rate. */
function isBelow(price: Money, other: Money): boolean {
  return price.currency === other.currency && compareMoney(price, other) < 0;
}

/** No more can happen to such an order. */
export function isClosed(status: OrderStatus): boolean {
  return rank[status] >= 2;
}

/** Whether money may still come back, and nobody has seen it. */
export function isRefundOpen({ refund }: Pick<Order, 'refund'>): boolean {
  return refund === 'promised' || refund === 'unknown';
}

/** The order once a further SMS is about to be asked for. What it has by then is old. */
export function askAnother(order: Order): Order {
  const { another, messages } = order;
  // Asked for once more before it came: the vendor waits as it did.
  const is = another && isAwaiting(order) ? another.is : 'asked';
  return { ...order, another: { after: messages.length, is } };
}

/** The order after the vendor's yes to that. */
export function grantAnother(order: Order, report: OrderReport): Order {
  const heard = advance(order, report, { aside: true });
  return heard.another?.is === 'asked' ? { ...heard, another: { ...heard.another, is: 'granted' } } : heard;
}

/** Whether the vendor agreed to wait for a further SMS and none came: all that is known is old. */
export function isAwaiting({ another, status, messages }: Order): boolean {
  if (!another || status !== 'delivered' || messages.length > another.after) return false;
  return another.is === 'granted' || another.is === 'awaited';
}

/** How a report of an order was come by. */
export interface Hearing {
  /**
   * The report is no answer to a look at this order, but a row of a list or the reply to another wish.
   * It says what came; what it leaves out, and that it repeats the old, says nothing.
   */
  readonly aside?: boolean;
}

/**
 * The order after one more report. Status only moves forward; messages are kept and never lost;
 * a delivered order that the vendor calls closed later is `finished`, because the goods arrived.
 * The same report again changes nothing.
 */
export function advance(order: Order, report: OrderReport, { aside = false }: Hearing = {}): Order {
  const awaited = order.another?.is === 'awaited' && !aside && !report.awaits;
  const messages = mergeMessages(order.messages, report.messages, { awaited });
  const another = order.another && anotherAfter(order.another, order, report, messages, aside);
  const status = nextStatus(order.status, report.status, messages.length > 0);
  const price = toldPrice(report);
  const expiresAt = toldEnd(report, order.boughtAt);
  return {
    ...order,
    ...(order.phone === '' && report.phone !== undefined && { phone: report.phone }),
    messages,
    ...(another && { another }),
    status,
    ...(price && isNews(price, order) && { paid: price, paidSource: 'vendor' as const }),
    ...(expiresAt !== undefined && {
      expiresAt,
      cancelBefore: Math.min(
        order.cancelBefore ?? Number.POSITIVE_INFINITY,
        cancelBefore(order.boughtAt, expiresAt),
      ),
    }),
    ...(report.cancelAfter !== undefined && { cancelAfter: report.cancelAfter }),
    refund: refundOf(order, status),
  };
}

/** Whether the word of the vendor changes what is known: no word is below what the balance has shown. */
function isNews(price: Money, { paid, paidSource }: Order): boolean {
  return paidSource !== 'balance' || !(price.currency === paid.currency && compareMoney(price, paid) <= 0);
}

function anotherAfter(
  another: AnotherSms,
  { messages: had }: Order,
  { status, messages: said, awaits }: OrderReport,
  messages: readonly Message[],
  aside: boolean,
): AnotherSms {
  if (messages.length > had.length) return { ...another, is: 'come' };
  if (aside) return another;
  // That something came, and nothing to show of it: the old is no news, and the new is not there yet.
  const waits = awaits === true || (status === 'delivered' && said.length === 0);
  return waits ? { ...another, is: 'awaited' } : another;
}

/** Two tries and a minute for their answers. */
const LAST_CANCEL_MS = 90_000;

/** When to cancel at the latest what was bought then and ends then; of a short life at most a quarter is given away. */
export function cancelBefore(boughtAt: number, endsAt: number): number {
  return endsAt - Math.min(LAST_CANCEL_MS, Math.max(0, endsAt - boughtAt) / 4);
}

function refundOf({ status: was, refund, refundsOnCancel }: Order, status: OrderStatus): Order['refund'] {
  // What the balance showed is not overruled by a word.
  if (status === was && (refund === 'seen' || refund === 'missing')) return refund;
  if (status === 'cancelled' && refundsOnCancel === false) return 'unknown';
  if (status === 'cancelled' || status === 'expired') return 'promised';
  return status === 'gone' ? 'unknown' : 'none';
}

function nextStatus(was: OrderStatus, said: OrderStatus, delivered: boolean): OrderStatus {
  // A vendor that says "gone" after "cancelled" only forgot it.
  if (isClosed(was) && was !== 'gone') return was;
  if (delivered) return isClosed(said) ? 'finished' : 'delivered';
  return rank[said] >= rank[was] ? said : was;
}
