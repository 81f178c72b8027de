import { compareMoney, type Money } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { type AcceptedReading, isQuiet, moveAlone } from './balance/index.ts';

/** The longer ago the purchase was, the more else may have moved the balance. */
const FRESH_MS = 180_000;

type Seen = Pick<AcceptedReading, 'statement' | 'reading'>;

interface Shown extends Seen {
  /** What the balance shows, by attempt. */
  readonly charges: ReadonlyMap<string, Money>;
}

/** Whether nothing else was moving when the balance was asked for. */
export function isCalm({ statement: { entries, timing }, reading }: Seen): boolean {
  return [reading.askedAt, reading.answeredAt].every((at) => isQuiet(entries, at, timing));
}

/**
 * Whether a price that the balance shows is to be believed: always the one that the vendor told, or
 * quoted where it told none; another one only where and as long as hardly anything else can have moved
 * the balance.
 */
export function isBelievable(price: Money, entry: JournalEntry, shown: Shown, { ages }: Account): boolean {
  if (compareMoney(price, entry.order?.paid ?? entry.offer.price) === 0) return true;
  const { statement, reading, charges } = shown;
  const isFresh = ages.sent(entry).atMost < FRESH_MS;
  return isFresh && isCalm(shown) && moveAlone(new Set(charges.keys()), statement, reading);
}
