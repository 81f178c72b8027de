import { lateUntil, strayUntil } from './deadlines.ts';
import { audit } from './explain.ts';
import type { LedgerEntry, LedgerPage, Reading } from './statement.ts';

/**
 * What shakes an anchor that is taken from this reading: the last attempt when money was missing that
 * nothing explains, not even that no promised refund came. It was charged for an order that stands in
 * no book, and that may be paid back. More than everything could bring was only paid in.
 */
export function shakenBy(page: LedgerPage, reading: Reading): string | undefined {
  if (audit(page, reading, 'doubted').audit === 'mismatch') {
    // No order that was bought before lives longer.
    return page.entries.toSorted((left, right) => right.number - left.number)[0]?.id;
  }
  const before = stray(page);
  return before && reading.askedAt < strayUntil(before, page.timing) ? before.id : undefined;
}

/** When a reading gives an anchor without the doubts of the last one; undefined if that has none. */
export function doubtsUntil(page: LedgerPage): number | undefined {
  const { anchor, entries, timing } = page;
  const overdue = entries.filter(({ id }) => anchor?.overdue?.includes(id));
  const shaken = stray(page);
  const times = overdue.map((entry) => lateUntil(entry, timing));
  if (shaken) times.push(strayUntil(shaken, timing));
  return times.length === 0 ? undefined : Math.max(...times);
}

const stray = ({ anchor, entries }: LedgerPage): LedgerEntry | undefined =>
  entries.find(({ id }) => id === anchor?.shaken);
