import type { AnyNumrouteError, Clock, Limits } from '@numroute/core';

/** How fast the waiting may ask: their share of the vendor's limit, and slower while it fails. */
export interface Pace {
  /** How long until the next request may leave; 0: now. */
  readonly waitMs: number;
  /** Requests per millisecond, at most. */
  readonly rate: number;
  /** While the vendor fails one request at a time feels whether it is well again. */
  readonly ailing: boolean;
  /** Counts a request that leaves now, whether there was a place for it or not. */
  spend(): void;
  /** @param startedAt On the monotonic clock. What left before the last failure says nothing new. */
  succeeded(startedAt: number): void;
  failed(error: AnyNumrouteError, startedAt: number): void;
}

const FIRST_PAUSE_MS = 500;
/** Below the time that is left after a last call, so that a vendor that comes back in time is noticed in time. */
const LONGEST_PAUSE_MS = 15_000;
/** A number lives for some 20 minutes: whatever a vendor asks for, paid orders are looked at again after this. */
const LONGEST_TOLD_MS = 120_000;

/** @param share Of the limit that the waiting may use, so that purchases and cancels find a place. */
export function createPace({ requests, perMs }: Limits, share: number, clock: Clock): Pace {
  const rate = (requests * share) / perMs;
  // Evenly spaced, because shares of windows do not fit into windows. What a timer is late by may be
  // caught up with half of what is left of the limit.
  const spare = Math.max(0, Math.floor((requests - Math.ceil(requests * share)) / 2));
  let paidUntil = 0;
  let [pausedUntil, failedAt, failuresInARow] = [0, 0, 0];
  const succeeded = (startedAt: number): void => {
    if (startedAt >= failedAt) failuresInARow = 0;
  };
  return {
    rate,
    get waitMs(): number {
      return Math.max(0, Math.max(paidUntil - spare / rate, pausedUntil) - clock.monotonic());
    },
    get ailing(): boolean {
      return failuresInARow > 0;
    },
    spend: () => {
      const now = clock.monotonic();
      // Looks that callers ask for are not paced here: they slow the others down, and stop nobody.
      paidUntil = Math.min(Math.max(paidUntil, now) + 1 / rate, now + Math.max(perMs, (spare + 1) / rate));
    },
    succeeded,
    failed: (error, startedAt) => {
      // The vendor is well: it answered, about an order that it does not know or that has ended.
      if (error.code === 'UNKNOWN_ORDER' || error.code === 'WRONG_STATE') return succeeded(startedAt);
      if (startedAt >= failedAt) failuresInARow += 1;
      failedAt = clock.monotonic();
      const told = 'retryAfterMs' in error.details ? error.details.retryAfterMs : undefined;
      const own = Math.min(FIRST_PAUSE_MS * 2 ** (failuresInARow - 1), LONGEST_PAUSE_MS);
      pausedUntil = Math.max(
        pausedUntil,
        failedAt + Math.min(told && told > 0 ? told : own, LONGEST_TOLD_MS),
      );
    },
  };
}
