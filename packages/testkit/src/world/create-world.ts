import { randomBytes } from 'node:crypto';
import {
  addDecimals,
  compareMoney,
  type Decimal,
  decimalOf,
  formatDecimal,
  isClosed,
  type Money,
  money,
  multiplyDecimals,
  NumrouteError,
  type OrderReport,
  type Receipt,
  type Shop,
  type ShopOrder,
  systemClock,
} from '@numroute/core';
import { openAccount } from './account.ts';
import { amountIn } from './amount.ts';
import { createOrderBook } from './order-book.ts';
import { phoneOf } from './phone.ts';
import { createStall } from './stall.ts';
import type { World, WorldOptions, WorldOrder } from './world.ts';

const USUAL_FIRST = 3762;

/** @throws {NumrouteError} INVALID_INPUT */
export function createWorld(options: WorldOptions): World {
  const { currency, clock = systemClock, phones = phoneOf } = options;
  const { lifetimeMs = 20 * 60_000, cancelAfterMs = 0, refundLagMs = 0 } = options;
  const { charges = 'purchase', refundsOnCancel = true, firstOrder = USUAL_FIRST } = options;
  const { onOrder = () => undefined } = options;
  const surcharge = decimalOf(amountIn(currency, options.surcharge ?? '0'));
  const secret = options.secret ?? `sk-${randomBytes(16).toString('hex')}`;
  const stall = createStall(currency, options.offers);
  const account = openAccount(currency, options.funds ?? '1000000');
  const book = createOrderBook({
    firstOrder,
    lifetimeMs,
    cancelAfterMs,
    onUnused: (order, at) => {
      const isKept = order.status === 'cancelled' && !refundsOnCancel;
      if (charges === 'purchase' && !isKept) account.refundAt(at + refundLagMs, order);
    },
    onChange: (order) => onOrder(copyOf(order)),
  });

  /** Lets happen whatever the clock says has happened since somebody last looked. */
  function settle(): number {
    const now = clock.now();
    book.expire(now);
    account.settle(now);
    return now;
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
    const offer = stall.cheapest(wanted);
    const price = dearer(money(offer.price, currency), surcharge);
    if (wanted.maxPrice && compareMoney(price, wanted.maxPrice) > 0) {
      throw new NumrouteError('PRICE_ABOVE_LIMIT', `The number costs ${price.amount}.`, { price });
    }
    account.requireFunds(price);
    const { service, country, pool } = offer;
    const phone = phones(country, firstOrder - USUAL_FIRST + book.size);
    const order = book.open({
      phone,
      service,
      country,
      ...(pool !== undefined && { pool }),
      ...(wanted.attempt !== undefined && { attempt: wanted.attempt }),
      price,
      orderedAt,
    });
    offer.stock -= 1;
    if (charges === 'purchase') account.charge(order, orderedAt);
    onOrder(copyOf(order));
    return report(order);
  }

  // Async, so that what goes wrong rejects; each does its work in one step before it gives way.
  const shop: Shop = {
    listOffers: async (query) => stall.list(query, settle()),
    purchase: async (order) => purchase(order),
    async fetchOrder(id) {
      settle();
      return report(book.find(id));
    },
    async cancelOrder(id) {
      const order = book.cancel(id, settle());
      settle();
      return report(order);
    },
    async rejectNumber(id, fault) {
      const order = book.cancel(id, settle(), fault);
      settle();
      return report(order);
    },
    async finishOrder(id) {
      settle();
      return report(book.finish(id));
    },
    async requestAnotherSms(id) {
      settle();
      return report(book.requireDelivered(id, 'asked for another SMS'));
    },
    async listOpenOrders() {
      settle();
      return book.orders.filter(({ status }) => !isClosed(status)).map(report);
    },
    async findOrder(attempt) {
      settle();
      const order = book.orders.find((one) => one.attempt === attempt);
      if (!order) throw new NumrouteError('UNKNOWN_ORDER', `No order is called ${attempt}.`, { id: attempt });
      return report(order);
    },
    async listHistory({ from, to }) {
      settle();
      const isOver = ({ status, orderedAt }: WorldOrder): boolean =>
        isClosed(status) && orderedAt >= from && orderedAt <= to;
      return book.orders.filter(isOver).map(report);
    },
    async fetchBalance() {
      settle();
      return account.balance;
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
      return book.orders.map(copyOf);
    },
    get ledger() {
      settle();
      return [...account.ledger];
    },
    get offers() {
      return stall.offers;
    },
    balance() {
      settle();
      return account.balance;
    },
    receiveSms(orderId, message) {
      const at = settle();
      const { status, price } = book.find(orderId);
      const isCharged = charges === 'delivery' && status === 'open';
      if (isCharged && compareMoney(account.balance, price) < 0) return false;
      const isReceived = book.receive(orderId, message, at);
      if (isCharged && isReceived) account.charge(book.find(orderId), at);
      return isReceived;
    },
    setPrice: stall.setPrice,
    setStock: stall.setStock,
    deposit(text) {
      account.deposit(text, settle());
    },
  };
}

function dearer({ amount, currency }: Money, surcharge: Decimal): Money {
  const listed = decimalOf({ amount, currency });
  return money(formatDecimal(addDecimals(listed, multiplyDecimals(listed, surcharge))), currency);
}

function copyOf(order: WorldOrder): WorldOrder {
  return { ...order, messages: [...order.messages] };
}
