import type { Checkpoint } from '@numroute/journal';
import { decidedBy, mayExpireAt, mayStillBeRefunded, refundedBy } from './deadlines.ts';
import type { Reading, StatementEntry, StatementTiming } from './statement.ts';

/**
 * Whether nothing on the account is moving, so that a balance means the same whichever moment of
 * its reading it comes from. A `gone` or `lost` order that is not decided yet keeps the older
 * checkpoint in use as long as it may still decide the order.
 */
export function isQuiet(entries: readonly StatementEntry[], now: number, timing: StatementTiming): boolean {
  return entries.every((entry) => isStill(entry, now, timing));
}

function isStill(entry: StatementEntry, now: number, timing: StatementTiming): boolean {
  switch (entry.state) {
    case 'sending':
    case 'unknown':
      return false;
    case 'open':
      return entry.cancelAsked !== true && now < mayExpireAt(entry, timing);
    case 'cancelled':
    case 'expired':
    case 'gone':
    case 'lost':
      return now >= (entry.money === undefined ? decidedBy : refundedBy)(entry, timing);
    case 'disputed':
      return now >= decidedBy(entry, timing);
    case 'delivered':
    case 'finished':
    case 'absent':
    case 'refused':
      return true;
  }
}

/**
 * A new checkpoint from an accepted reading; undefined if the account was not quiet. Solve and audit
 * the reading first: a new checkpoint forgets what the older one could have told.
 */
export function takeCheckpoint(
  entries: readonly StatementEntry[],
  { balance, askedAt, answeredAt }: Reading,
  timing: StatementTiming,
): Checkpoint | undefined {
  if (!isQuiet(entries, askedAt, timing) || !isQuiet(entries, answeredAt, timing)) return undefined;
  const overdue = entries.filter((entry) => mayStillBeRefunded(entry, answeredAt, timing));
  return {
    balance,
    at: answeredAt,
    held: entries.filter(({ state }) => state === 'open').map(({ id }) => id),
    ...(overdue.length > 0 && { overdue: overdue.map(({ id }) => id) }),
    through: entries.reduce((highest, { number }) => Math.max(highest, number), 0),
  };
}
