import { type Clock, NumrouteError } from '@numroute/core';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { atMost } from '../at-most.ts';

/** Addresses that are remembered at a time. */
const MOST = 10_000;

interface SlowingOptions {
  /** So often from one place, in so long. */
  readonly times: number;
  readonly inMs: number;
  readonly clock: Clock;
  /** Told when a place is refused from now on, and for how long. */
  readonly onSlowed?: (place: string, forMs: number) => void;
}

/** Refuses a place that did something too often, for the rest of the span. */
export class Slowing {
  readonly #counts: RateLimiterMemory;
  readonly #clock: Clock;
  readonly #onSlowed: (place: string, forMs: number) => void;
  /** Until when a place is refused, by the clock that cannot be set. */
  readonly #slowed = new LRUCache<string, number>(atMost(MOST));

  constructor({ times, inMs, clock, onSlowed = () => undefined }: SlowingOptions) {
    this.#counts = new RateLimiterMemory({ points: times, duration: inMs / 1_000 });
    this.#clock = clock;
    this.#onSlowed = onSlowed;
  }

  /**
   * @param what Is too much, for the one who is refused.
   * @throws {NumrouteError} RATE_LIMITED
   */
  check(place: string, what: string): void {
    const retryAfterMs = (this.#slowed.get(place) ?? 0) - this.#clock.monotonic();
    if (retryAfterMs > 0) throw new NumrouteError('RATE_LIMITED', what, { retryAfterMs });
  }

  count(place: string): void {
    this.#counts
      .consume(place)
      .catch((spent: RateLimiterRes) => spent)
      .then(({ remainingPoints, msBeforeNext }) => {
        if (remainingPoints > 0) return;
        this.#slowed.set(place, this.#clock.monotonic() + msBeforeNext);
        this.#onSlowed(place, msBeforeNext);
      });
  }
}
