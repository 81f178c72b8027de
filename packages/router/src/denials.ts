import type { Clock } from '@numroute/core';
import type { Elapsed } from './elapsed.ts';
import type { JournalEntry } from './journal.ts';
import { LIFETIME_MS } from './vendor-times.ts';

export interface DenialContext {
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly lifetimeMs: number | undefined;
}

/** What a vendor says of orders that it sold: "I know no such order". */
export interface Denials {
  /** It said so. Whether that is to be believed by now. */
  denied(entry: JournalEntry): boolean;
  /** It knows the order after all, or nobody needs to know any more. */
  affirmed(attempt: string): void;
}

/** A vendor that is restarting denies everything for a while. */
const APART_MS = 30_000;

/**
 * An order is gone when its vendor denies it twice, and not within the same bad minute. One that has
 * outlived its time is gone at the first word.
 */
export function createDenials({ clock, elapsed, lifetimeMs = LIFETIME_MS }: DenialContext): Denials {
  const first = new Map<string, number>();
  return {
    denied: (entry) => {
      const since = first.get(entry.id);
      if (since === undefined) first.set(entry.id, clock.monotonic());
      if (elapsed.sent(entry).atLeast >= lifetimeMs) return true;
      return since !== undefined && clock.monotonic() - since >= APART_MS;
    },
    affirmed: (attempt) => {
      first.delete(attempt);
    },
  };
}
