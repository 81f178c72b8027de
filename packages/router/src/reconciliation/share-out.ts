import { compareMoney, type Receipt, toldPrice } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';

type Fits = (order: Receipt, attempt: JournalEntry) => boolean;

/** Purchases in doubt and the orders that may be theirs: each has one in common with another of the group. */
export interface Group {
  readonly attempts: readonly JournalEntry[];
  readonly orders: readonly Receipt[];
}

/** The group of one attempt. Alone, with the orders that fit it, where none of them fits another one. */
export function groupOf(
  entry: JournalEntry,
  others: readonly JournalEntry[],
  orders: readonly Receipt[],
  fits: Fits,
): Group {
  const attempts = new Set([entry]);
  const own = new Set<Receipt>();
  // Whoever is added meanwhile has a turn, too.
  for (const attempt of attempts) {
    for (const order of orders) {
      if (own.has(order) || !fits(order, attempt)) continue;
      own.add(order);
      for (const other of others) if (fits(order, other)) attempts.add(other);
    }
  }
  return { attempts: [...attempts], orders: [...own] };
}

/**
 * The order that an attempt of the group gets, where it makes no difference who gets which: all want the
 * same, each order fits each attempt, and its told price is within every cap. Undefined where there are
 * fewer orders than attempts and this one is left without; `contested` where it does make a difference.
 */
export function shareOf(
  entry: JournalEntry,
  { attempts, orders }: Group,
  fits: Fits,
): Receipt | 'contested' | undefined {
  if (attempts.length === 1) return orders[0];
  const isAlike = attempts.every(
    (attempt) =>
      isSameWant(attempt, entry) && orders.every((order) => fits(order, attempt) && isCheap(order, attempt)),
  );
  if (!isAlike) return 'contested';
  const left = orders.toSorted(
    (one, other) => (one.orderedAt ?? 0) - (other.orderedAt ?? 0) || compareIds(one, other),
  );
  const shares = new Map<string, Receipt>();
  const inOrder = attempts.toSorted((one, other) => one.number - other.number);
  for (const isMeant of [isAsQuoted, () => true]) {
    for (const attempt of inOrder) {
      const at = shares.has(attempt.id) ? -1 : left.findIndex((order) => isMeant(order, attempt));
      for (const order of at < 0 ? [] : left.splice(at, 1)) shares.set(attempt.id, order);
    }
  }
  return shares.get(entry.id);
}

function isSameWant({ offer }: JournalEntry, { offer: other }: JournalEntry): boolean {
  return offer.service === other.service && offer.country === other.country && offer.pool === other.pool;
}

function isCheap(order: Receipt, { maxPrice }: JournalEntry): boolean {
  const price = toldPrice(order);
  return price?.currency === maxPrice.currency && compareMoney(price, maxPrice) <= 0;
}

function isAsQuoted(order: Receipt, { offer }: JournalEntry): boolean {
  return order.price?.currency === offer.price.currency && compareMoney(order.price, offer.price) === 0;
}

/** Ids that count up are in the order of their sale. */
function compareIds({ id }: Receipt, { id: other }: Receipt): number {
  return id.length - other.length || (id < other ? -1 : 1);
}
