import { compareMoney, type Money } from '@numroute/core';
import type { Elapsed } from './elapsed.ts';
import type { JournalEntry } from './journal.ts';
import { type AcceptedReading, isQuiet } from './ledger/index.ts';

/** The longer ago the purchase was, the more else may have moved the balance. */
const FRESH_MS = 180_000;

/**
 * Whether a price that the balance shows is to be believed: always the one that was quoted; another
 * one only where and as long as hardly anything else can have moved the balance.
 */
export function isBelievable(
  price: Money,
  entry: JournalEntry,
  { page: { entries, timing }, reading }: Pick<AcceptedReading, 'page' | 'reading'>,
  { elapsed }: { readonly elapsed: Elapsed },
): boolean {
  if (compareMoney(price, entry.offer.price) === 0) return true;
  const isCalm = [reading.askedAt, reading.answeredAt].every((at) => isQuiet(entries, at, timing));
  return isCalm && elapsed.sent(entry).atMost < FRESH_MS;
}
