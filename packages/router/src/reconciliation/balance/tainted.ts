import { externalRefundDeadline, lateRefundDeadline } from './deadlines.ts';
import { audit } from './explain.ts';
import type { Reading, Statement, StatementEntry } from './statement.ts';

/**
 * What shakes an anchor that is taken from this reading: the last attempt when money was missing that
 * nothing explains, not even that no promised refund came. It was charged for an order that stands in
 * no book, and that may be paid back. More than everything could bring was only paid in.
 */
export function taintedBy(statement: Statement, reading: Reading): string | undefined {
  if (audit(statement, reading, 'pessimistic').audit === 'mismatch') {
    // No order that was bought before lives longer.
    return statement.entries.toSorted((left, right) => right.number - left.number)[0]?.id;
  }
  const before = stray(statement);
  return before && reading.askedAt < externalRefundDeadline(before, statement.timing) ? before.id : undefined;
}

/** When a reading gives an anchor without the doubts of the last one; undefined if that has none. */
export function doubtsUntil(statement: Statement): number | undefined {
  const { checkpoint, entries, timing } = statement;
  const overdue = entries.filter(({ id }) => checkpoint?.overdue?.includes(id));
  const shaken = stray(statement);
  const times = overdue.map((entry) => lateRefundDeadline(entry, timing));
  if (shaken) times.push(externalRefundDeadline(shaken, timing));
  return times.length === 0 ? undefined : Math.max(...times);
}

const stray = ({ checkpoint, entries }: Statement): StatementEntry | undefined =>
  entries.find(({ id }) => id === checkpoint?.shaken);
