import type { AnyNumrouteError, Clock, Limits } from '@numroute/core';
import { createSlidingWindow } from '../sliding-window.ts';

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
/** A vendor that says "come back next year" is asked sooner. */
const LONGEST_TOLD_MS = 600_000;

/** @param share Of the limit that the waiting may use, so that purchases and cancels find a place. */
export function createPace({ requests, perMs }: Limits, share: number, clock: Clock): Pace {
  const rate = (requests * share) / perMs;
  const places = Math.max(1, Math.floor(requests * share));
  const window = createSlidingWindow(places, places / rate, clock);
  let [pausedUntil, failedAt, failuresInARow] = [0, 0, 0];
  const succeeded = (startedAt: number): void => {
    if (startedAt >= failedAt) failuresInARow = 0;
  };
  return {
    rate,
    get waitMs(): number {
      return Math.max(window.waitMs, pausedUntil - clock.monotonic());
    },
    get ailing(): boolean {
      return failuresInARow > 0;
    },
    spend: () => {
      const place = window.take();
      if ('release' in place) place.release();
    },
    succeeded,
    failed: (error, startedAt) => {
      // The vendor is well: it answered, about an order that it does not know or that has ended.
      if (error.code === 'UNKNOWN_ORDER' || error.code === 'WRONG_STATE') return succeeded(startedAt);
      if (startedAt >= failedAt) failuresInARow += 1;
      failedAt = clock.monotonic();
      const told = 'retryAfterMs' in error.details ? error.details.retryAfterMs : undefined;
      const own = Math.min(FIRST_PAUSE_MS * 2 ** (failuresInARow - 1), LONGEST_PAUSE_MS);
      pausedUntil = Math.max(pausedUntil, failedAt + Math.min(Math.max(told ?? own, 0), LONGEST_TOLD_MS));
    },
  };
}
