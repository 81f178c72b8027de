import { can, isClosed, NumrouteError, type Order, type OrderRef, type OrderReport } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Changes } from '../changes.ts';
import { type CancelContext, cancelOnce } from './cancel.ts';
import { unsupported } from './unsupported.ts';

export interface FollowContext extends CancelContext {
  readonly account: (provider: string) => Account;
  readonly changes: Pick<Changes, 'on'>;
  /** Somebody takes care of this order: it is not to be wound up. */
  readonly attend: (entry: JournalEntry) => void;
}

/** An entry whose order is known. */
export type Held = JournalEntry & { readonly order: Order };

export async function known(ref: OrderRef, { account, attend }: FollowContext): Promise<Held> {
  const entry = await account(ref.provider).pen.find(ref);
  if (entry?.order) {
    attend(entry);
    return entry as Held;
  }
  throw new NumrouteError('UNKNOWN_ORDER', `${ref.provider}: order ${ref.id} is not in the journal`, {
    id: ref.id,
  });
}

/**
 * Asks the vendor once and writes down what it says.
 *
 * @throws {NumrouteError} UNKNOWN_ORDER The vendor denies the order, and is not to be believed yet.
 */
export async function look(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<JournalEntry> {
  // What a vendor seemed to have forgotten may turn up again, and its code with it.
  if (!entry.order || (isClosed(entry.order.status) && entry.state !== 'gone')) return entry;
  // By then its id may be another order's, and so would be what the vendor says of it.
  const latest = entry.state === 'gone' && (await account.pen.find(entry.order));
  if (latest && latest.id !== entry.id) return entry;
  let report: OrderReport;
  try {
    report = await account.room.look(entry.order.id, signal);
  } catch (error) {
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
    if (entry.state === 'gone') return entry;
    if (!account.denied(entry)) throw error;
    return await gone(account, entry);
  }
  account.affirmed(entry.id);
  return (await account.pen.note(entry.id, 'poller', { kind: 'reported', report })) ?? entry;
}

const orderOf = ({ order }: JournalEntry, ref: OrderRef): Order => {
  if (order) return order;
  throw new NumrouteError('UNKNOWN_ORDER', `${ref.provider}: order ${ref.id} is not in the journal`, {
    id: ref.id,
  });
};

export async function fetchOrder(ref: OrderRef, signal: AbortSignal, context: FollowContext): Promise<Order> {
  const entry = await known(ref, context);
  return orderOf(await look(context.account(ref.provider), entry, signal), ref);
}

/** The vendor denies the order for good; its word proves nothing about the money. */
export async function gone(account: Account, entry: JournalEntry): Promise<JournalEntry> {
  const report: OrderReport = { id: entry.order?.id ?? '', status: 'gone', messages: [] };
  return (await account.pen.note(entry.id, 'poller', { kind: 'reported', report })) ?? entry;
}

export async function cancelOrder(
  ref: OrderRef,
  signal: AbortSignal,
  context: FollowContext,
): Promise<Order> {
  const entry = await known(ref, context);
  if (isClosed(entry.order.status)) return entry.order;
  if (entry.state === 'delivered') return entry.order;
  return orderOf(await cancelOnce(context.account(ref.provider), entry, 'buyer', signal, context), ref);
}

export async function finishOrder(
  ref: OrderRef,
  signal: AbortSignal,
  context: FollowContext,
): Promise<Order> {
  const entry = await known(ref, context);
  if (isClosed(entry.order.status)) return entry.order;
  if (entry.state !== 'delivered') {
    throw new NumrouteError(
      'WRONG_STATE',
      `${ref.provider}: order ${ref.id} has no code yet; cancel it instead`,
      {},
    );
  }
  const account = context.account(ref.provider);
  // Afterwards the vendor may tell nothing any more: a further SMS that has come is heard first.
  if (mayHaveCome(entry.order)) await lookOnce(account, entry, signal);
  return orderOf(await finish(account, entry, signal), ref);
}

/** A further SMS was asked for, perhaps in vain, and has not been heard of. */
const mayHaveCome = ({ another }: Order): boolean => another !== undefined && another.is !== 'come';

/** As `look`; a denial that is not to be believed yet leaves the entry as it is. */
export async function lookOnce(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<JournalEntry> {
  try {
    return await look(account, entry, signal);
  } catch (error) {
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER')) throw error;
    return entry;
  }
}

/** Tells the vendor that we are done. Told again after a crash: a repetition does no harm. */
export async function finish(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<JournalEntry> {
  const { provider, pen } = account;
  const id = entry.order?.id ?? '';
  // Written, and the code before it: once the vendor is told, it may forget the code.
  if (!entry.finishAsked) await pen.write(entry.id, 'buyer', { kind: 'finish-asked' });
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
  return (await pen.note(entry.id, 'buyer', { kind: 'reported', report })) ?? entry;
}

/**
 * Asks the vendor for one more SMS on the same number. The order stays delivered, and what comes is
 * added to its messages. Not repeated after a crash: the buyer asks again, which does no harm, and what
 * has come meanwhile is the answer; a vendor that is seen waiting is not asked again.
 */
export async function anotherSms(ref: OrderRef, signal: AbortSignal, context: FollowContext): Promise<Order> {
  const entry = await known(ref, context);
  if (entry.state !== 'delivered') {
    const why = isClosed(entry.order.status) ? `is ${entry.order.status}` : 'has no code yet';
    throw new NumrouteError('WRONG_STATE', `${ref.provider}: order ${ref.id} ${why}`, {});
  }
  const account = context.account(ref.provider);
  const { provider, pen, room } = account;
  if (!can(provider, 'requestAnotherSms')) throw unsupported(ref.provider, 'requestAnotherSms');
  if (mayHaveCome(entry.order)) {
    // Asking once more would make an old one of what comes meanwhile, and a vendor that waits, waits.
    const { order } = await lookOnce(account, entry, signal);
    if (order && (!mayHaveCome(order) || order.another?.is === 'awaited')) return order;
  }
  // Written before: whatever the vendor tells from here on may be the answer, also after a crash.
  const asked = await pen.write(entry.id, 'buyer', { kind: 'another-asked' });
  const report = await provider.requestAnotherSms(ref.id, { signal });
  const confirmed = await pen.note(entry.id, 'buyer', { kind: 'another-confirmed', report });
  // Only who was seen waiting can tell the same code anew, and the SMS may be quick.
  room.hurry(ref.id);
  return orderOf(confirmed ?? asked, ref);
}
