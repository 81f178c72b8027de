import type { Clock } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Elapsed } from '../time/order-age.ts';
import { LIFETIME_MS } from '../time/vendor-times.ts';

export interface DenialContext {
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly lifetimeMs: number | undefined;
}

/** What a vendor says of orders that it sold: "I know no such order". */
export interface Denials {
  /** It said so. Whether that is to be believed by now. */
  denied(entry: JournalEntry): boolean;
  /** Whether it said so and was not heard to know the order since. */
  isDenied(attempt: string): boolean;
  /** It knows the order after all, or nobody needs to know any more. */
  affirmed(attempt: string): void;
}

/** A vendor whose replica lags or that is restarting denies every order for a minute or two. */
const APART_MS = 180_000;

/**
 * An order is gone when its vendor still denies it three minutes after the first denial. An order that
 * has outlived its time is gone at the first denial.
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
    isDenied: (attempt) => first.has(attempt),
    affirmed: (attempt) => {
      first.delete(attempt);
    },
  };
}
