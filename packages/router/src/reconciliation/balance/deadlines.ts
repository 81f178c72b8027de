import { EXPIRY_MARGIN_MS } from '../../time/vendor-times.ts';
import type { LedgerEntry, LedgerPage, LedgerState, LedgerTiming } from './statement.ts';

/** From here on the vendor cannot charge for the attempt any more. */
export function settledAt({ sentAt, unheardAt = sentAt }: LedgerEntry, timing: LedgerTiming): number {
  return Math.max(sentAt + timing.purchaseTimeoutMs, unheardAt) + timing.maxServerMs;
}

/**
 * Whether a balance asked for now can show that nothing was charged. Evidence of a charge needs no
 * such wait, for a charge is never taken back unseen.
 */
export function mayBelieveAbsence(entry: LedgerEntry, now: number, timing: LedgerTiming): boolean {
  return now >= settledAt(entry, timing);
}

/** From here on the vendor may end the order by itself. */
export function mayExpireAt({ sentAt, expiresAt }: LedgerEntry, { lifetimeMs }: LedgerTiming): number {
  return Math.min(sentAt + lifetimeMs, expiresAt ?? Number.POSITIVE_INFINITY) - EXPIRY_MARGIN_MS;
}

function hasExpiredAt(entry: LedgerEntry, timing: LedgerTiming): number {
  return Math.max(settledAt(entry, timing) + timing.lifetimeMs, entry.expiresAt ?? 0);
}

/** From here on a refund for the order would be in the balance. */
export function refundedBy(entry: LedgerEntry, timing: LedgerTiming): number {
  const heard = entry.state === 'cancelled' || entry.state === 'expired' || entry.state === 'gone';
  return ((heard ? entry.endedAt : undefined) ?? hasExpiredAt(entry, timing)) + timing.refundLagMs;
}

/** So long a refund that nobody counts on any more may still come, and hide a new charge of its size. */
const LATE_REFUND_MS = 60 * 60_000;

/** What ended without a code and was not seen to be paid back. */
const PAYS_LATE: readonly LedgerState[] = ['cancelled', 'expired', 'gone', 'lost', 'disputed'];

export function mayStillBeRefunded(entry: LedgerEntry, now: number, timing: LedgerTiming): boolean {
  if (entry.money === 'returned' || !PAYS_LATE.includes(entry.state)) return false;
  return now < lateUntil(entry, timing);
}

/** From here on nothing comes back any more for an order that was bought beside it, and stands in no book. */
export function strayUntil(entry: LedgerEntry, timing: LedgerTiming): number {
  return hasExpiredAt(entry, timing) + timing.refundLagMs + LATE_REFUND_MS;
}

/** From here on its refund does not come any more. */
export function lateUntil(entry: LedgerEntry, timing: LedgerTiming): number {
  return refundedBy(entry, timing) + LATE_REFUND_MS;
}

/** Its refund was overdue when the anchor was taken: what the balance does since is no sign of it. */
export function isOldStory({ id }: LedgerEntry, { anchor }: LedgerPage): boolean {
  return anchor?.overdue?.includes(id) ?? false;
}

/** From here on waiting makes nothing clearer: what is still a riddle is for a person. */
export function decidedBy(entry: LedgerEntry, timing: LedgerTiming): number {
  return Math.max(refundedBy(entry, timing), hasExpiredAt(entry, timing) + timing.refundLagMs);
}

/** Whether every order whose money is a riddle has had all its time. */
export function isAtRest({ entries, timing }: LedgerPage, now: number): boolean {
  return entries.every((entry) => rests(entry, now, timing));
}

function rests(entry: LedgerEntry, now: number, timing: LedgerTiming): boolean {
  switch (entry.state) {
    case 'sending':
      return false;
    case 'open':
      return entry.cancelAsked !== true && now < mayExpireAt(entry, timing);
    case 'unknown':
    case 'disputed':
      return now >= decidedBy(entry, timing);
    case 'cancelled':
    case 'expired':
    case 'gone':
    case 'lost':
      return entry.money !== undefined || now >= refundedBy(entry, timing);
    case 'delivered':
    case 'finished':
    case 'absent':
    case 'refused':
      return true;
  }
}
