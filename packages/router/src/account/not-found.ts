import type { JournalEntry } from '@numroute/journal';
import { LIFETIME_MS } from '../time/vendor-times.ts';
import type { Runtime } from './runtime.ts';

/** What a vendor says of orders that it sold: "I know no such order". */
export interface NotFound {
  /** The vendor says that it knows no such order. Whether that is to be believed by now. */
  denied(entry: Pick<JournalEntry, 'id' | 'sentAt' | 'sentUp'>): boolean;
  /** Whether the vendor's latest word on the order was a denial. */
  isDenied(attempt: string): boolean;
  /** The vendor knows the order after all, or nobody needs to know any more. */
  affirmed(attempt: string): void;
}

/** A vendor whose replica lags or that is restarting denies every order for a minute or two. */
const APART_MS = 180_000;

/**
 * An order is gone when its vendor still denies it three minutes after the first denial. An order that
 * has outlived its time is gone at the first denial.
 */
export function createNotFound(
  { clock, ages }: Pick<Runtime, 'clock' | 'ages'>,
  lifetimeMs: number = LIFETIME_MS,
): NotFound {
  const first = new Map<string, number>();
  return {
    denied: (entry) => {
      const since = first.get(entry.id);
      if (since === undefined) first.set(entry.id, clock.monotonic());
      if (ages.sent(entry).atLeast >= lifetimeMs) return true;
      return since !== undefined && clock.monotonic() - since >= APART_MS;
    },
    isDenied: (attempt) => first.has(attempt),
    affirmed: (attempt) => {
      first.delete(attempt);
    },
  };
}
