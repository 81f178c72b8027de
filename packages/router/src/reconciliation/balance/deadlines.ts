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

/** An overdue refund may still come so long, and hide a new charge of its size. */
const LATE_REFUND_MS = 60 * 60_000;

/** What ended without a code and was not seen to be paid back. */
const PAYS_LATE: readonly AttemptState[] = ['cancelled', 'expired', 'gone', 'lost', 'disputed'];

export function mayStillBeRefunded(entry: StatementEntry, now: number, timing: StatementTiming): boolean {
  if (entry.money === 'returned' || !PAYS_LATE.includes(entry.state)) return false;
  return now < lateRefundDeadline(entry, timing);
}

/** The latest time at which a refund can arrive for an order that no journal knows. */
export function externalRefundDeadline(entry: StatementEntry, timing: StatementTiming): number {
  return hasExpiredAt(entry, timing) + timing.refundLagMs + LATE_REFUND_MS;
}

/** After this time the refund of the attempt does not come any more. */
export function lateRefundDeadline(entry: StatementEntry, timing: StatementTiming): number {
  return refundedBy(entry, timing) + LATE_REFUND_MS;
}

/** The refund was overdue at the checkpoint already: later changes of the balance are no evidence of it. */
export function wasOverdueAtCheckpoint({ id }: StatementEntry, { checkpoint }: Statement): boolean {
  return checkpoint?.overdue?.includes(id) ?? false;
}

/** After this time no reading decides the attempt. What is not decided by then is for a person. */
export function decidedBy(entry: StatementEntry, timing: StatementTiming): number {
  return Math.max(refundedBy(entry, timing), hasExpiredAt(entry, timing) + timing.refundLagMs);
}

/** Whether every undecided attempt has had the time in which its money could still move. */
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
