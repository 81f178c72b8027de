import { can, isClosed, NumrouteError, type Order, type OrderReport } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { type Held, orderOf } from './held.ts';
import { pollOrKeep } from './poll-once.ts';

export async function finishOrder(held: Held, signal: AbortSignal): Promise<Order> {
  const { account, entry, order } = held;
  if (isClosed(order.status)) return order;
  if (entry.state !== 'delivered') {
    const { provider, id } = order;
    throw new NumrouteError('WRONG_STATE', `${provider}: order ${id} has no code yet; cancel it instead`, {});
  }
  // Afterwards the vendor may tell nothing any more: a further SMS that has come is heard first.
  if (mayHaveCome(order)) await pollOrKeep(account, entry, signal);
  return orderOf(await finish(account, entry, signal));
}

/** Whether a further SMS was asked for, perhaps in vain, and has not been heard of. */
export const mayHaveCome = ({ another }: Order): boolean => another !== undefined && another.is !== 'come';

/** Tells the vendor that we are done. Told again after a crash: a repetition does no harm. */
export async function finish(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<JournalEntry> {
  const { provider, log } = account;
  const id = entry.order?.id ?? '';
  // Written, and the code before it: once the vendor is told, it may forget the code.
  if (!entry.finishAsked) await log.write(entry.id, 'buyer', { kind: 'finish-asked' });
  let report: OrderReport = { id, status: 'finished', messages: [] };
  if (can(provider, 'finishOrder')) {
    try {
      report = await provider.finishOrder(id, { signal });
    } catch (error) {
      // Its code is on the disk, so an order that the vendor has forgotten is a finished one. One that
      // it refuses to finish again was finished when its answer was lost.
      const isDone =
        NumrouteError.is(error, 'UNKNOWN_ORDER') ||
        (entry.finishAsked && NumrouteError.is(error, 'WRONG_STATE'));
      if (!isDone) throw error;
    }
  }
  return (await log.note(entry.id, 'buyer', { kind: 'reported', report })) ?? entry;
}
