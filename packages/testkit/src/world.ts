import { randomBytes } from 'node:crypto';
import {
  addMoney,
  type Clock,
  codeOf,
  compareMoney,
  type Door,
  findCountry,
  isClosed,
  type Message,
  type Money,
  money,
  NumrouteError,
  type Offer,
  type OrderReport,
  type OrderStatus,
  type Receipt,
  type Shop,
  type ShopOrder,
  type SuccessRate,
  subtractMoney,
  systemClock,
} from '@numroute/core';

/** What the market sells. */
export interface WorldOffer {
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
  /** In the world's currency. */
  readonly price: string;
  readonly stock: number;
  readonly virtual?: true;
  readonly successRate?: SuccessRate;
}

export interface WorldOptions {
  readonly currency: string;
  readonly offers: readonly WorldOffer[];
  /** What the account holds at first. It is no ledger entry. @default '1000000' */
  readonly funds?: string;
  /** The only key that opens the door. @default a random one */
  readonly secret?: string;
  /** @default the system's */
  readonly clock?: Clock;
  /** An open order expires after this and is refunded. @default 20 minutes */
  readonly lifetimeMs?: number;
  /** A cancel is refused before. @default 0 */
  readonly cancelAfterMs?: number;
  /** From the cancel or expiry to the money; `Infinity` never pays back. @default 0 */
  readonly refundLagMs?: number;
  /** The phone of the world's `n`th order, counted from 0. */
  readonly phones?: (country: string, n: number) => string;
}

export interface LedgerEntry {
  readonly at: number;
  readonly kind: 'charge' | 'refund' | 'deposit';
  readonly amount: string;
  readonly order?: string;
}

export interface WorldOrder {
  readonly id: string;
  readonly phone: string;
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
  readonly price: Money;
  readonly status: OrderStatus;
  readonly messages: readonly Message[];
  readonly orderedAt: number;
}

/** Which offers are meant; a part that is left out means all of them. */
export interface OfferMatch {
  readonly service?: string;
  readonly country?: string;
  readonly pool?: string;
}

/** The market as it really is: tests read and move it past the wire. Lists are copies of the moment. */
export interface World {
  readonly secret: string;
  readonly currency: string;
  readonly lifetimeMs: number;
  readonly cancelAfterMs: number;
  /** Opens `shop` for the secret, and for nothing else. */
  readonly door: Door;
  readonly shop: Shop;
  readonly orders: readonly WorldOrder[];
  /** Every movement since the start; `balance` is the first funds and their sum. */
  readonly ledger: readonly LedgerEntry[];
  readonly offers: readonly WorldOffer[];
  balance(): Money;
  /**
   * Text is stored with its code. False, and nothing happens, if the order is closed.
   *
   * @throws {NumrouteError} UNKNOWN_ORDER
   */
  receiveSms(orderId: string, message: string | Message): boolean;
  /** @throws {NumrouteError} INVALID_INPUT No offer matches. */
  setPrice(match: OfferMatch, price: string): void;
  /** @throws {NumrouteError} INVALID_INPUT No offer matches. */
  setStock(match: OfferMatch, stock: number): void;
  deposit(amount: string): void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const FIRST_ID = 3762;

/** @throws {NumrouteError} INVALID_INPUT */
export function createWorld(options: WorldOptions): World {
  const { currency, clock = systemClock, phones = phoneOf } = options;
  const { lifetimeMs = 20 * 60_000, cancelAfterMs = 0, refundLagMs = 0 } = options;
  const secret = options.secret ?? `sk-${randomBytes(16).toString('hex')}`;
  const shelf: Mutable<WorldOffer>[] = options.offers.map((offer) => ({
    ...offer,
    price: amountIn(currency, offer.price).amount,
  }));
  const orders = new Map<string, Mutable<WorldOrder>>();
  const ledger: LedgerEntry[] = [];
  let refunds: { readonly due: number; readonly order: WorldOrder }[] = [];
  let funds = amountIn(currency, options.funds ?? '1000000');

  /** Lets happen whatever the clock says has happened since somebody last looked. */
  function settle(): number {
    const now = clock.now();
    for (const order of orders.values()) {
      const end = order.orderedAt + lifetimeMs;
      if (order.status === 'open' && now >= end) close(order, 'expired', end);
    }
    const due = refunds.filter((refund) => refund.due <= now).sort((a, b) => a.due - b.due);
    refunds = refunds.filter((refund) => refund.due > now);
    for (const { due: at, order } of due) {
      funds = addMoney(funds, order.price);
      ledger.push({ at, kind: 'refund', amount: order.price.amount, order: order.id });
    }
    return now;
  }

  function close(order: Mutable<WorldOrder>, status: 'cancelled' | 'expired', at: number): void {
    order.status = status;
    refunds.push({ due: at + refundLagMs, order });
  }

  function find(id: string): Mutable<WorldOrder> {
    const order = orders.get(id);
    if (!order) throw new NumrouteError('UNKNOWN_ORDER', `There is no order ${id}.`, { id });
    return order;
  }

  function meant(match: OfferMatch): Mutable<WorldOffer>[] {
    const found = shelf.filter((offer) => matches(offer, match));
    if (found.length === 0)
      throw NumrouteError.input('match', 'an offer of this world', JSON.stringify(match));
    return found;
  }

  function report(order: WorldOrder): OrderReport & { readonly phone: string } {
    const { orderedAt } = order;
    return {
      ...copyOf(order),
      ...(Number.isFinite(lifetimeMs) && { expiresAt: orderedAt + lifetimeMs }),
      ...(Number.isFinite(cancelAfterMs) && { cancelAfter: orderedAt + cancelAfterMs }),
    };
  }

  function purchase(wanted: ShopOrder): Receipt {
    const orderedAt = settle();
    const offer = shelf
      .filter((candidate) => candidate.stock > 0 && matches(candidate, wanted))
      .sort((a, b) => compareMoney(money(a.price, currency), money(b.price, currency)))[0];
    if (!offer) throw new NumrouteError('OUT_OF_STOCK', 'No number is left.', {});
    const price = money(offer.price, currency);
    if (wanted.maxPrice && compareMoney(price, wanted.maxPrice) > 0) {
      throw new NumrouteError('PRICE_ABOVE_LIMIT', `The number costs ${price.amount}.`, { price });
    }
    if (compareMoney(funds, price) < 0) {
      throw new NumrouteError('INSUFFICIENT_FUNDS', 'The balance does not cover the price.', {});
    }
    const n = orders.size;
    const id = String(FIRST_ID + n);
    const { service, country, pool } = offer;
    const order: WorldOrder = {
      id,
      phone: phones(country, n),
      service,
      country,
      ...(pool !== undefined && { pool }),
      price,
      status: 'open',
      messages: [],
      orderedAt,
    };
    offer.stock -= 1;
    funds = subtractMoney(funds, price);
    ledger.push({ at: orderedAt, kind: 'charge', amount: price.amount, order: id });
    orders.set(id, order);
    return report(order);
  }

  function cancel(id: string): OrderReport {
    const now = settle();
    const order = find(id);
    if (order.status === 'cancelled') return report(order);
    if (order.status !== 'open') throw wrongState(order, 'cancelled');
    const retryAfterMs = order.orderedAt + cancelAfterMs - now;
    if (retryAfterMs > 0) {
      throw new NumrouteError('WRONG_STATE', `Order ${id} cannot be cancelled yet.`, { retryAfterMs });
    }
    close(order, 'cancelled', now);
    settle();
    return report(order);
  }

  function delivered(id: string, wish: string): Mutable<WorldOrder> {
    settle();
    const order = find(id);
    if (order.status !== 'delivered') throw wrongState(order, wish);
    return order;
  }

  // Async, so that what goes wrong rejects; each does its work in one step before it gives way.
  const shop: Shop = {
    async listOffers(query) {
      const listedAt = settle();
      return shelf.filter((offer) => matches(offer, query)).map((offer) => listed(offer, currency, listedAt));
    },
    purchase: async (order) => purchase(order),
    async fetchOrder(id) {
      settle();
      return report(find(id));
    },
    cancelOrder: async (id) => cancel(id),
    async finishOrder(id) {
      const order = delivered(id, 'finished');
      order.status = 'finished';
      return report(order);
    },
    requestAnotherSms: async (id) => report(delivered(id, 'asked for another SMS')),
    async listOpenOrders() {
      settle();
      return [...orders.values()].filter(({ status }) => !isClosed(status)).map(report);
    },
    async fetchBalance() {
      settle();
      return funds;
    },
  };

  return {
    secret,
    currency,
    lifetimeMs,
    cancelAfterMs,
    shop,
    door: (key) => (key === secret ? shop : undefined),
    get orders() {
      settle();
      return [...orders.values()].map(copyOf);
    },
    get ledger() {
      settle();
      return [...ledger];
    },
    get offers() {
      return shelf.map((offer) => ({ ...offer }));
    },
    balance() {
      settle();
      return funds;
    },
    receiveSms(orderId, message) {
      const receivedAt = settle();
      const order = find(orderId);
      if (isClosed(order.status)) return false;
      order.messages = [...order.messages, typeof message === 'string' ? sms(message, receivedAt) : message];
      order.status = 'delivered';
      return true;
    },
    setPrice(match, price) {
      const { amount } = amountIn(currency, price);
      for (const offer of meant(match)) offer.price = amount;
    },
    setStock(match, stock) {
      for (const offer of meant(match)) offer.stock = stock;
    },
    deposit(text) {
      const at = settle();
      const added = amountIn(currency, text);
      funds = addMoney(funds, added);
      ledger.push({ at, kind: 'deposit', amount: added.amount });
    },
  };
}

function matches(offer: WorldOffer, { service, country, pool }: OfferMatch): boolean {
  return (
    (service === undefined || offer.service === service) &&
    (country === undefined || offer.country === country) &&
    (pool === undefined || offer.pool === pool)
  );
}

function listed(offer: WorldOffer, currency: string, listedAt: number): Offer {
  const { service, country, pool } = offer;
  return {
    ...offer,
    provider: 'world',
    price: money(offer.price, currency),
    handle: JSON.stringify({ service, country, pool }),
    listedAt,
  };
}

function copyOf(order: WorldOrder): WorldOrder {
  return { ...order, messages: [...order.messages] };
}

function sms(text: string, receivedAt: number): Message {
  const code = codeOf({ text });
  return { text, ...(code !== undefined && { code }), receivedAt };
}

function wrongState({ id, status }: WorldOrder, wish: string): NumrouteError<'WRONG_STATE'> {
  return new NumrouteError('WRONG_STATE', `Order ${id} is ${status} and cannot be ${wish}.`, {});
}

function amountIn(currency: string, text: string): Money {
  const amount = money(text, currency);
  if (amount.amount.startsWith('-'))
    throw NumrouteError.input('amount', 'an amount that is not negative', text);
  return amount;
}

/** Calling codes are prefix-free and 7919 shares no factor with 10^8, so no number comes twice. */
function phoneOf(country: string, n: number): string {
  const callingCode = findCountry(country)?.callingCode ?? '888';
  const local = String((n * 7919 + 12_345_678) % 100_000_000).padStart(8, '0');
  return `+${callingCode}${callingCode.length === 1 ? '55' : '5'}${local}`;
}
