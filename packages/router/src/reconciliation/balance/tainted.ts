import { explain } from './compare.ts';
import { externalRefundDeadline, lateRefundDeadline } from './deadlines.ts';
import { audit } from './explain.ts';
import { NOTHING, shareOf } from './spans.ts';
import type { Reading, Statement, StatementEntry } from './statement.ts';

/**
 * The attempt after which a checkpoint from this reading is tainted: the latest one when money was missing
 * that nothing explains, not even that no promised refund came, or when money that was missing before may
 * still be. The money was charged for an order that no journal knows, and that the vendor may pay back. Money
 * that nothing explains but a deposit taints nothing.
 */
export function taintedBy(statement: Statement, reading: Reading): string | undefined {
  const { audit: found } = audit(statement, reading, 'pessimistic');
  if (found === 'mismatch' || mayBeMissing(statement, reading)) {
    // No order that was bought before lives longer.
    return statement.entries.toSorted((left, right) => right.number - left.number)[0]?.id;
  }
  const before = stray(statement);
  return before && reading.askedAt < externalRefundDeadline(before, statement.timing) ? before.id : undefined;
}

/** Whether something explains the balance if money that was missing before is missing now. */
function mayBeMissing(statement: Statement, reading: Reading): boolean {
  const solutions = explain(statement, reading, 'pessimistic');
  if (typeof solutions === 'string' || solutions.stray.low === 0n) return false;
  const { stray, moved, possible } = solutions;
  return shareOf({ low: stray.low, high: -1n }, moved, possible, NOTHING) !== undefined;
}

/** When a reading gives a checkpoint without the doubts of the last one; undefined if the last one has none. */
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
