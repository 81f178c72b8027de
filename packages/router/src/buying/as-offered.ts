import { type AnyNumrouteError, NumrouteError, type Order } from '@numroute/core';
import type { JournalEntry, Unlike } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Completed } from '../orders/complete.ts';
import { otherCountry } from '../orders/phone.ts';
import type { RouterEvent } from '../router.ts';
import { traceOf } from '../trace.ts';

export interface AsOfferedContext {
  readonly emit: (event: RouterEvent) => void;
  /** Gives an order up and insists; resolves after the first try. */
  readonly giveUp: (
    account: Account,
    entry: JournalEntry,
    why: string,
    unlike?: Unlike,
  ) => Promise<JournalEntry>;
}

/**
 * The order, if it is a number of the country that was offered; else it is given up at once.
 *
 * @throws {NumrouteError} NOT_AS_OFFERED
 */
export async function asOffered(
  account: Account,
  { entry, country: named }: Completed,
  context: AsOfferedContext,
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
    context.emit({ type: 'order-differs', order, what: unlike, ...told, ...traceOf(entry) });
  }
  // What the vendor did once it may do again.
  account.failed(new NumrouteError('UNAVAILABLE', said, {}) as AnyNumrouteError);
  const given = await context.giveUp(account, entry, `not as offered: it has ${is}`, unlike);
  const isPromised = isRefundPromised(account, given);
  const outcome = isPromised ? 'cancelled at once, the refund is promised' : 'a refund is not confirmed';
  throw new NumrouteError('NOT_AS_OFFERED', `${said}; ${outcome}`, {
    what: unlike,
    order: { provider, id },
    ...(isPromised && { refund: 'promised' as const }),
  });
}

/**
 * What about an order is not as offered, by all that was heard of it.
 *
 * @param named The country that the vendor named for the order.
 */
export function unlikeOf({ order, cancel }: JournalEntry, named?: string): Unlike | undefined {
  if (!order || cancel?.unlike) return cancel?.unlike;
  if (order.phone === '') return 'phone';
  return otherCountry(order.country, order.phone, named) === undefined ? undefined : 'country';
}

/** Whether an order that was given up is over by a word that promises its money back. */
export function isRefundPromised({ provider }: Account, { money }: JournalEntry): boolean {
  return money === 'due' && provider.manifest.traits.refundsOnCancel;
}
