import {
  type AnyNumrouteError,
  compareMoney,
  formatMoney,
  NumrouteError,
  type Order,
  type OrderReport,
} from '@numroute/core';
import { type JournalEntry, refundOf } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { complete } from '../orders/complete.ts';
import type { GiveUp } from '../orders/give-up.ts';
import type { Rates } from '../quoting/rates.ts';
import { asOffered } from './as-offered.ts';

/**
 * The order, if it cost what the buyer agreed to and is what was offered; else it is given up at once.
 *
 * @param told The receipt, where there is one.
 */
export async function accept(
  account: Account,
  bought: JournalEntry,
  { rates, giveUp }: { readonly rates: Rates; readonly giveUp: GiveUp },
  told?: OrderReport,
): Promise<Order> {
  const completed = await complete(account, bought, told);
  const { entry } = completed;
  const { maxPrice, order } = entry;
  if (!order) throw new TypeError(`attempt ${entry.id} has no order to accept`);
  const paid = rates.convert(order.paid, maxPrice.currency);
  if (paid && compareMoney(paid, maxPrice) <= 0) return await asOffered(account, completed, giveUp);
  const { provider, id } = order;
  const said = `${provider}: charged ${formatMoney(order.paid)}, `;
  const why = paid
    ? `above the cap of ${formatMoney(maxPrice)}`
    : `which no rate compares with the cap of ${formatMoney(maxPrice)}`;
  // What it did once it may do again.
  account.failed(new NumrouteError('UNAVAILABLE', said + why, {}) as AnyNumrouteError);
  const given = await giveUp.order(account, entry, 'dearer than the cap');
  const isPromised = refundOf(given) === 'promised';
  const outcome = isPromised ? 'cancelled at once, the refund is promised' : 'a refund is not confirmed';
  throw new NumrouteError('PRICE_ABOVE_LIMIT', `${said}${why}; ${outcome}`, {
    price: order.paid,
    order: { provider, id },
    ...(isPromised && { refund: 'promised' as const }),
  });
}
