import type { Money } from '@numroute/core';
import type { Checkpoint } from '@numroute/journal';

/** A price that is known only within bounds, both included. */
export interface PriceRange {
  readonly least: Money;
  readonly most: Money;
  /** What the vendor told, else what it quoted: the likeliest by far. */
  readonly quoted?: Money;
}

/**
 * - `cancelled`, `expired`: ended with a word that promises the money back. Where the vendor's word
 *   promises nothing the order is `gone`.
 * - `gone`: ended, with or without a refund
 * - `lost`: charged, and nobody knows its number
 */
export type AttemptState =
  | 'sending'
  | 'unknown'
  | 'open'
  | 'delivered'
  | 'finished'
  | 'cancelled'
  | 'expired'
  | 'gone'
  | 'lost'
  | 'disputed'
  | 'absent'
  | 'refused';

/** One attempt, as far as its money goes. All times by the clock of {@link Reading}. */
export interface StatementEntry {
  readonly id: string;
  /** Rises with every attempt of the account. */
  readonly number: number;
  readonly state: AttemptState;
  /** What was charged, or would have been. A quote that the vendor may not keep to is a range. */
  readonly price: Money | PriceRange;
  /** Only the vendor told the price: no balance has shown that it was charged, and charged once. */
  readonly told?: true;
  /** When it was written down, shortly before the request left. */
  readonly sentAt: number;
  /** When we gave up waiting for the reply, where we did. */
  readonly unheardAt?: number;
  /** When we heard that it had ended. */
  readonly endedAt?: number;
  /** When the vendor ends it, where the vendor said so. */
  readonly expiresAt?: number;
  /** A cancel was sent and its answer is not known: it may have been carried out. */
  readonly cancelAsked?: boolean;
  /** What an earlier reading decided about the money. */
  readonly money?: 'returned' | 'missing';
}

/** How slow the vendor can be. All of them upper bounds; a wrong one makes wrong verdicts. */
export interface StatementTiming {
  /** How long an order lives that nobody ends. */
  readonly lifetimeMs: number;
  /** A refund is in the balance so long after the end of the order. */
  readonly refundLagMs: number;
  /** When we stop waiting for the reply to a purchase. */
  readonly purchaseTimeoutMs: number;
  /** A server may still charge so long after we stopped waiting. */
  readonly maxServerMs: number;
  /** A vendor may end an order this much before its time. */
  readonly expiryMarginMs: number;
}

/** Everything that is known of one account's money since its checkpoint. */
export interface Statement {
  readonly checkpoint?: Checkpoint;
  /** Every attempt of the account that the checkpoint names or that is newer; older ones are passed over. */
  readonly entries: readonly StatementEntry[];
  readonly timing: StatementTiming;
  /**
   * Nobody else moves this account's money: one account, one engine. If not, no sum proves anything,
   * and every purchase in doubt is assumed to be lost.
   */
  readonly exclusive: boolean;
}

/** A balance with the time in which the vendor must have looked it up. */
export interface Reading {
  readonly balance: Money;
  readonly askedAt: number;
  readonly answeredAt: number;
}

export function rangeOf(price: Money | PriceRange): PriceRange {
  return 'least' in price ? price : { least: price, most: price };
}

/** Whether it ended with a word that promises the money back. */
export const isPromised = ({ state }: Pick<StatementEntry, 'state'>): boolean =>
  state === 'cancelled' || state === 'expired';

/** What the checkpoint names because their money may still move. */
export function namedBy({ held, overdue = [], apart = [] }: Checkpoint): readonly string[] {
  return [...held, ...overdue, ...apart];
}

/** The entries whose money may have moved since the checkpoint. */
export function entriesSince(
  checkpoint: Checkpoint,
  entries: readonly StatementEntry[],
): readonly StatementEntry[] {
  const known = new Set(namedBy(checkpoint));
  return entries.filter(({ id, number }) => number > checkpoint.through || known.has(id));
}

/** The entries whose charge, if there was one, is not in the checkpoint's balance. */
export function chargedSince({ checkpoint, entries }: Statement): readonly StatementEntry[] {
  if (!checkpoint) return [];
  const apart = new Set(checkpoint.apart);
  return entries.filter(({ id, number }) => number > checkpoint.through || apart.has(id));
}
