import { type AnyNumrouteError, NumrouteError, type Order } from '@numroute/core';
import { refundOf } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { traceOf } from '../events.ts';
import type { Completed } from '../orders/complete.ts';
import type { GiveUp } from '../orders/give-up.ts';
import { otherCountry } from '../orders/phone.ts';
import { unlikeOf } from '../orders/unlike.ts';

/**
 * The order, if it is a number of the country that was offered; else it is given up at once.
 *
 * @throws {NumrouteError} NOT_AS_OFFERED
 */
export async function asOffered(
  account: Account,
  { entry, country: named }: Completed,
  giveUp: GiveUp,
): Promise<Order> {
  const { order, cancel } = entry;
  if (!order) throw new TypeError(`attempt ${entry.id} has no order to hand over`);
  const unlike = unlikeOf(entry, named);
  if (unlike === undefined) return order;
  const { provider, id, phone, country } = order;
  const other = otherCountry(country, phone, named);
  const is = unlike === 'phone' ? 'no phone' : (other ?? 'another country');
  const said = `${provider}: order ${id} for a number of ${country} has ${is}`;
  // Told once: under its key the order may be asked for again.
  if (cancel?.unlike === undefined) {
    const told = other === undefined ? {} : { told: other };
    account.emit({ type: 'order-differs', order, what: unlike, ...told, ...traceOf(entry) });
  }
  // What the vendor did once it may do again.
  account.failed(new NumrouteError('UNAVAILABLE', said, {}) as AnyNumrouteError);
  const given = await giveUp.order(account, entry, `not as offered: it has ${is}`, { unlike });
  const isPromised = refundOf(given) === 'promised';
  const outcome = isPromised ? 'cancelled at once, the refund is promised' : 'a refund is not confirmed';
  throw new NumrouteError('NOT_AS_OFFERED', `${said}; ${outcome}`, {
    what: unlike,
    order: { provider, id },
    ...(isPromised && { refund: 'promised' as const }),
  });
}
