import type { Reply } from '../adapter.ts';

/** Longer than an order lives at any vendor. */
const LONGEST_MS = 86_400_000;

/**
 * An order's end as its vendor tells it, in milliseconds since 1970. Undefined for none, and for one that is
 * more than a day after the reply: that is an error of the vendor's, and the order would be waited for, and
 * its refund counted on, until then.
 */
export function expiryOf(told: number | null | undefined, { at }: Pick<Reply, 'at'>): number | undefined {
  return typeof told === 'number' && told <= at + LONGEST_MS ? told : undefined;
}
