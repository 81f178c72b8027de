import {
  type AnyNumrouteError,
  type Capable,
  can,
  type ErrorCode,
  isClosed,
  type NumberFault,
  NumrouteError,
  type Order,
  type OrderReport,
  type Timing,
} from '@numroute/core';
import type { Actor, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { unsupported } from '../account/unsupported.ts';
import type { CallOptions } from '../check.ts';
import { traceOf } from '../events.ts';
import { deadlineAge, type OrderAges } from '../time/order-age.ts';
import { EXPIRY_MARGIN_MS, HEARD_BY_MS, LIFETIME_MS } from '../time/vendor-times.ts';
import type { GiveUp } from './give-up.ts';
import { type Held, orderOf } from './held.ts';
import { pollOnce } from './poll-once.ts';

/** How an order is given up. */
export interface CancelOptions extends CallOptions {
  /** @default false */
  readonly insist?: boolean;
  /**
   * The number is bad, and why. A vendor that can be told so does not sell it to us again; any other just
   * cancels.
   */
  readonly fault?: NumberFault;
}

/** The pause after a refusal without a time; it doubles with each refusal. */
const AGAIN_MS = 5_000;
const LONGEST_AGAIN_MS = 60_000;
/** An order that outlived its time is still asked about, because its money is still out, but rarely. */
const PAST_LIFE_MS = 600_000;
/** No vendor makes anybody wait longer for the earliest cancel. */
const LONGEST_EARLY_MS = 600_000;
/** These say something about the account; every other answer to a cancel is about its order alone. */
const OF_THE_ACCOUNT: readonly ErrorCode[] = ['RATE_LIMITED', 'UNAUTHORIZED'];

export async function cancelOrder(
  { account, entry, order }: Held,
  signal: AbortSignal,
  fault?: NumberFault,
): Promise<Order> {
  if (isClosed(order.status) || entry.state === 'delivered') return order;
  return orderOf(await cancelOnce(account, entry, 'buyer', signal, fault));
}

/**
 * Gives the order up and insists until it is over, also after this call.
 *
 * @throws {NumrouteError} WRONG_STATE The order is still open after the first try, and says when the vendor is asked again.
 */
export async function cancelInsistently(
  { account, entry, order }: Held,
  giveUp: GiveUp,
  fault?: NumberFault,
): Promise<Order> {
  const given = await giveUp.order(account, entry, 'asked for', { ...(fault && { fault }) });
  if (given.state !== 'open') return given.order ?? order;
  if (given.cancel?.final) throw refusedForGood(given);
  const { provider, id } = order;
  const retryAfterMs = Math.max(0, (given.cancel?.notBefore ?? 0) - account.clock.now());
  const message = `${provider}: order ${id} is not cancelled yet; the router goes on asking`;
  throw new NumrouteError('WRONG_STATE', message, { retryAfterMs });
}

/**
 * Asks once for an order to be cancelled. A refusal is no cancel and silence is none: the order is
 * asked for afterwards, and before, because a code may have come.
 *
 * @throws {NumrouteError} WRONG_STATE The vendor refused and the order is still open. Any other code:
 *   the vendor could not be asked or was not understood, and the order may be open or not.
 */
export async function cancelOnce(
  account: Account,
  entry: JournalEntry,
  by: Actor,
  signal: AbortSignal,
  asked?: NumberFault,
): Promise<JournalEntry> {
  const { provider, log } = account;
  const id = entry.order?.id ?? '';
  if (!can(provider, 'cancelOrder')) throw unsupported(provider.manifest.id, 'cancelOrder');
  // The last poll. Where it fails, the vendor still refuses a cancel after a code.
  const now = await pollOnce(account, entry, signal).catch(async () => (await log.read(entry.id)) ?? entry);
  if (now.state !== 'open') return now;
  if (now.cancel?.final) throw refusedForGood(now);
  await log.note(entry.id, by, { kind: 'cancel-asked' });
  let report: OrderReport;
  try {
    report = await askToCancel(provider, id, asked ?? now.cancel?.fault, signal);
  } catch (thrown) {
    return await unconfirmed(account, entry, by, thrown, signal);
  }
  const confirmed = report.status === 'cancelled' || report.status === 'expired';
  const kind = confirmed ? 'cancel-confirmed' : 'reported';
  return (await log.note(entry.id, by, { kind, report })) ?? entry;
}

/**
 * That the number is bad is said where it can be; the money is more than that, so no failure of it is an
 * end. Where only its reply was lost, the order is over, and a second cancel does no harm.
 */
async function askToCancel(
  provider: Capable<'cancelOrder'>,
  id: string,
  fault: NumberFault | undefined,
  signal: AbortSignal,
): Promise<OrderReport> {
  if (fault && can(provider, 'rejectNumber')) {
    try {
      return await provider.rejectNumber(id, fault, { signal });
    } catch (thrown) {
      signal.throwIfAborted();
      const { code } = NumrouteError.from(thrown, provider.manifest.id);
      if (OF_THE_ACCOUNT.includes(code) || code === 'CLOSED') throw thrown;
    }
  }
  return await provider.cancelOrder(id, { signal });
}

async function unconfirmed(
  account: Account,
  entry: JournalEntry,
  by: Actor,
  thrown: unknown,
  signal: AbortSignal,
): Promise<JournalEntry> {
  signal.throwIfAborted();
  const error = NumrouteError.from(thrown, entry.offer.provider);
  if (OF_THE_ACCOUNT.includes(error.code)) account.failed(error);
  if (OF_THE_ACCOUNT.includes(error.code) || error.code === 'CLOSED') throw error;
  if (error.code === 'UNKNOWN_ORDER') account.notFound.denied(entry);
  const refused = async (latest: JournalEntry, final?: true): Promise<void> => {
    const notBefore = account.clock.now() + pauseAfter(latest, account, error);
    const happening = { kind: 'cancel-refused', notBefore, message: error.message } as const;
    await account.log.note(entry.id, by, final ? { ...happening, final } : happening);
  };
  const isFinal = error.code === 'WRONG_STATE' && error.details.final === true;
  // Before the poll: another cancel of the order must not ask meanwhile.
  if (isFinal) await refused(entry, true);
  // Whatever the vendor answered, a poll tells what became of the order. Where the poll fails, the answer stands.
  const now = await pollOnce(account, entry, signal).catch(() => entry);
  signal.throwIfAborted();
  if (now.state !== 'open') return now;
  if (!isFinal && (error.code === 'WRONG_STATE' || error.code === 'UNKNOWN_ORDER')) await refused(now);
  throw error;
}

export function refusedForGood({ offer: { provider }, order }: JournalEntry): NumrouteError<'WRONG_STATE'> {
  const message = `${provider}: the vendor will not take order ${order?.id ?? ''} back; a code may still come`;
  return new NumrouteError('WRONG_STATE', message, { final: true });
}

/** How long before the vendor may be asked. A clock that was set back must not let the order run out meanwhile. */
export function waitFor(entry: JournalEntry, { clock, ages, provider }: Account): number {
  const { cancel } = entry;
  const { timing } = provider.manifest;
  const refused = cancel?.step === 'refused' ? cancel.notBefore - clock.now() : 0;
  return Math.max(Math.min(refused, LONGEST_AGAIN_MS), earliestIn(entry, timing, ages));
}

/** How long until the earliest cancel, as the vendor said of this order, or of all its orders. */
function earliestIn(entry: JournalEntry, { cancelAfterMs }: Timing, ages: OrderAges): number {
  const { order, sentAt, cancel } = entry;
  const age = ages.sent(entry).atLeast;
  // The vendor counts from its sale, which was at the latest when its receipt came. A receipt that seems
  // to have come later than any does is dated by a clock that was set meanwhile.
  const sold = order ? Math.min(Math.max(0, order.boughtAt - sentAt), HEARD_BY_MS) : 0;
  // What holds at this vendor in general may not hold for this order: it is asked once all the same.
  const rule = (cancel?.asked ?? 0) > 0 ? sold + (cancelAfterMs ?? 0) - age : 0;
  const early = order?.cancelAfter === undefined ? rule : order.cancelAfter - sentAt - age;
  return Math.min(early, LONGEST_EARLY_MS);
}

/**
 * How long after an answer that was no yes the vendor is asked again: in time for the order's end, also where
 * the vendor names a wait that holds for all its orders.
 */
function pauseAfter(entry: JournalEntry, { provider, ages }: Account, { details }: AnyNumrouteError): number {
  const { timing } = provider.manifest;
  const told = 'retryAfterMs' in details ? (details.retryAfterMs ?? 0) : 0;
  const doubled = AGAIN_MS * 2 ** Math.max(0, (entry.cancel?.asked ?? 1) - 1);
  const own = isPastLife(entry, timing, ages) ? PAST_LIFE_MS : Math.min(doubled, LONGEST_AGAIN_MS);
  const lastIn = (entry.order?.cancelBefore ?? Infinity) - entry.sentAt - deadlineAge(ages.sent(entry));
  const pause = told > 0 ? Math.min(told, LONGEST_EARLY_MS, Math.max(own, lastIn)) : own;
  return Math.max(pause, earliestIn(entry, timing, ages));
}

/**
 * Whether the order is over by the vendor's own word for its end and by what its orders live: where our clock
 * is ahead of the vendor's, the end that it told seems to come too early.
 */
export function isPastLife(
  entry: JournalEntry,
  { lifetimeMs = LIFETIME_MS }: Timing,
  ages: OrderAges,
): boolean {
  const { order, sentAt } = entry;
  const told = (order?.expiresAt ?? 0) - sentAt;
  return ages.sent(entry).atLeast > Math.max(told, lifetimeMs) + EXPIRY_MARGIN_MS;
}

/** An order as it is after one more step towards its end, and how long until the next step. */
export interface Step {
  readonly entry: JournalEntry;
  readonly waitMs: number;
}

/**
 * One step of a cancel that is insisted on: the vendor is asked, or, where it refuses for good, the order
 * is only looked at.
 *
 * @throws {NumrouteError} UNSUPPORTED, CLOSED No further step will help.
 */
export async function step(account: Account, entry: JournalEntry, signal: AbortSignal): Promise<Step> {
  const { timing } = account.provider.manifest;
  try {
    if (entry.cancel?.final) {
      const waitMs = isPastLife(entry, timing, account.ages) ? PAST_LIFE_MS : LONGEST_AGAIN_MS;
      return { entry: await pollOnce(account, entry, signal), waitMs };
    }
    const after = await cancelOnce(account, entry, 'canceller', signal);
    // A vendor that took the cancel and still calls the order open is asked again.
    return { entry: after, waitMs: AGAIN_MS };
  } catch (thrown) {
    signal.throwIfAborted();
    const { provider } = entry.offer;
    const error = NumrouteError.from(thrown, provider);
    if (error.code === 'UNSUPPORTED' || error.code === 'CLOSED') throw error;
    const ref = { provider, id: entry.order?.id ?? '' };
    account.emit({ type: 'cancel-failed', ref, ...traceOf(entry), error });
    const after = (await account.log.read(entry.id)) ?? entry;
    return { entry: after, waitMs: pauseAfter(after, account, error) };
  }
}

/**
 * Insists on a cancel: waits for the earliest cancel, asks, and asks again until the order is over.
 * Resolves with the entry as it is then.
 */
export async function insist(
  account: Account,
  { entry, waitMs }: Step,
  signal: AbortSignal,
): Promise<JournalEntry> {
  let [latest, wait] = [entry, waitMs];
  while (latest.state === 'open') {
    if (wait > 0) {
      await account.clock.sleep(wait, signal);
      // Others may have ended the order meanwhile, and its id may be another order's by now.
      latest = (await account.log.read(latest.id)) ?? latest;
      if (latest.state !== 'open') break;
    }
    ({ entry: latest, waitMs: wait } = await step(account, latest, signal));
  }
  return latest;
}
