import { type AnyNumrouteError, compareMoney, NumrouteError, type Order } from '@numroute/core';
import type { Account } from './accounts.ts';
import type { JournalEntry } from './journal.ts';
import type { Rates } from './rates.ts';

export interface AcceptContext {
  readonly rates: Rates;
  /** Gives an order up and insists; resolves after the first try. */
  readonly giveUp: (account: Account, entry: JournalEntry, why: string) => Promise<JournalEntry>;
}

/** The order, if it cost what the buyer agreed to; else it is given up at once. */
export async function accept(account: Account, entry: JournalEntry, context: AcceptContext): Promise<Order> {
  const { maxPrice, order } = entry;
  if (!order) throw new TypeError(`attempt ${entry.id} has no order to accept`);
  const paid = context.rates.convert(order.paid, maxPrice.currency);
  if (paid && compareMoney(paid, maxPrice) <= 0) return order;
  const { provider, id } = order;
  const said = `${provider}: charged ${order.paid.amount} ${order.paid.currency}, `;
  const why = paid
    ? `above the cap of ${maxPrice.amount} ${maxPrice.currency}`
    : `which no rate compares with the cap of ${maxPrice.amount} ${maxPrice.currency}`;
  // What it did once it may do again.
  account.failed(new NumrouteError('UNAVAILABLE', said + why, {}) as AnyNumrouteError);
  const given = await context.giveUp(account, entry, 'dearer than the cap');
  const isPromised = given.money === 'due' && account.provider.manifest.traits.refundsOnCancel;
  const outcome = isPromised ? 'cancelled at once, the refund is promised' : 'a refund is not confirmed';
  throw new NumrouteError('PRICE_ABOVE_LIMIT', `${said}${why}; ${outcome}`, {
    price: order.paid,
    order: { provider, id },
    ...(isPromised && { refund: 'promised' as const }),
  });
}

/** Whether the vendor charged more than the buyer agreed to, as far as rates can tell. */
export function isDearer({ order, maxPrice }: JournalEntry, rates: Rates): boolean {
  const paid = order && rates.convert(order.paid, maxPrice.currency);
  return paid !== undefined && compareMoney(paid, maxPrice) > 0;
}
