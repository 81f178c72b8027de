import type { AttemptState, Statement, StatementEntry, StatementTiming } from './statement.ts';

/** From here on the vendor cannot charge for the attempt any more. */
export function settledAt({ sentAt, unheardAt = sentAt }: StatementEntry, timing: StatementTiming): number {
  return Math.max(sentAt + timing.purchaseTimeoutMs, unheardAt) + timing.maxServerMs;
}

/**
 * Whether a balance asked for now can show that nothing was charged. Evidence of a charge needs no
 * such wait, for a charge is never taken back unseen.
 */
export function mayBelieveAbsence(entry: StatementEntry, now: number, timing: StatementTiming): boolean {
  return now >= settledAt(entry, timing);
}

/** From here on the vendor may end the order by itself. */
export function mayExpireAt(
  { sentAt, expiresAt }: StatementEntry,
  { lifetimeMs, expiryMarginMs }: StatementTiming,
): number {
  return Math.min(sentAt + lifetimeMs, expiresAt ?? Number.POSITIVE_INFINITY) - expiryMarginMs;
}

function hasExpiredAt(entry: StatementEntry, timing: StatementTiming): number {
  return Math.max(settledAt(entry, timing) + timing.lifetimeMs, entry.expiresAt ?? 0);
}

/** From here on a refund for the order would be in the balance. */
export function refundedBy(entry: StatementEntry, timing: StatementTiming): number {
  const heard = entry.state === 'cancelled' || entry.state === 'expired' || entry.state === 'gone';
  return ((heard ? entry.endedAt : undefined) ?? hasExpiredAt(entry, timing)) + timing.refundLagMs;
}

/** So long a refund that nobody counts on any more may still come, and hide a new charge of its size. */
const LATE_REFUND_MS = 60 * 60_000;

/** What ended without a code and was not seen to be paid back. */
const PAYS_LATE: readonly AttemptState[] = ['cancelled', 'expired', 'gone', 'lost', 'disputed'];

export function mayStillBeRefunded(entry: StatementEntry, now: number, timing: StatementTiming): boolean {
  if (entry.money === 'returned' || !PAYS_LATE.includes(entry.state)) return false;
  return now < lateRefundDeadline(entry, timing);
}

/** From here on nothing comes back any more for an order that was bought beside it, and stands in no book. */
export function externalRefundDeadline(entry: StatementEntry, timing: StatementTiming): number {
  return hasExpiredAt(entry, timing) + timing.refundLagMs + LATE_REFUND_MS;
}

/** From here on its refund does not come any more. */
export function lateRefundDeadline(entry: StatementEntry, timing: StatementTiming): number {
  return refundedBy(entry, timing) + LATE_REFUND_MS;
}

/** Its refund was overdue when the anchor was taken: what the balance does since is no sign of it. */
export function wasOverdueAtCheckpoint({ id }: StatementEntry, { checkpoint }: Statement): boolean {
  return checkpoint?.overdue?.includes(id) ?? false;
}

/** From here on waiting makes nothing clearer: what is still a riddle is for a person. */
export function decidedBy(entry: StatementEntry, timing: StatementTiming): number {
  return Math.max(refundedBy(entry, timing), hasExpiredAt(entry, timing) + timing.refundLagMs);
}

/** Whether every order whose money is a riddle has had all its time. */
export function isAtRest({ entries, timing }: Statement, now: number): boolean {
  return entries.every((entry) => rests(entry, now, timing));
}

function rests(entry: StatementEntry, now: number, timing: StatementTiming): boolean {
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
