import type { Clock } from '@numroute/core';

/**
 * Counts requests as the vendor counts them. A request reaches the vendor some time between its
 * sending and its reply, so its place is free again `perMs` after the reply: no jitter of the
 * network can squeeze more than `requests` arrivals into a window at the far end.
 */
export interface SlidingWindow {
  /** Takes a place (`release` it once, when the reply came or the call was torn), or says how long until one is free. `Infinity`: not before a reply comes. */
  take(): { readonly release: (isTorn?: boolean) => void } | { readonly waitMs: number };
  /** How long until a place is free; 0 if one is. */
  readonly waitMs: number;
}

/** What was sent last by a process that died, or by a call that was torn, may arrive so much later. */
const ON_ITS_WAY_MS = 1_000;

/** @param used Somebody else may just have used it up. */
export function createSlidingWindow(
  requests: number,
  perMs: number,
  clock: Clock,
  used: boolean = false,
): SlidingWindow {
  const first = used ? clock.monotonic() + ON_ITS_WAY_MS + perMs : Number.NEGATIVE_INFINITY;
  /** When each place that nobody holds is free, the earliest first. */
  const freeAt: number[] = Array.from({ length: requests }, () => first);
  const wait = (): number => {
    const [earliest = Number.POSITIVE_INFINITY] = freeAt;
    return Math.max(0, earliest - clock.monotonic());
  };
  const free = (at: number): void => {
    freeAt.splice(freeAt.findLastIndex((other) => other <= at) + 1, 0, at);
  };
  return {
    get waitMs(): number {
      return wait();
    },
    take: () => {
      const waitMs = wait();
      if (waitMs > 0) return { waitMs };
      freeAt.shift();
      let held = true;
      return {
        release: (isTorn = false) => {
          if (held) free(clock.monotonic() + perMs + (isTorn ? ON_ITS_WAY_MS : 0));
          held = false;
        },
      };
    },
  };
}
