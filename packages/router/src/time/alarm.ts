import type { Clock } from '@numroute/core';

/** One timer that can be set for sooner. */
export interface Alarm {
  /** Rings by then; an alarm that is set for sooner stays, and rings for nothing. `Infinity` sets none. */
  by(inMs: number): void;
  off(): void;
}

/** A timer of Node's that is set for longer fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let set: { readonly at: number; readonly abort: AbortController } | undefined;
  const off = (): void => {
    set?.abort.abort();
    set = undefined;
  };
  return {
    off,
    by: (inMs) => {
      if (inMs === Number.POSITIVE_INFINITY) return;
      const ms = Math.min(Math.max(1, Math.ceil(inMs)), LONGEST_MS);
      const at = clock.monotonic() + ms;
      if (set && set.at <= at) return;
      off();
      const mine = { at, abort: new AbortController() };
      set = mine;
      clock.sleep(ms, mine.abort.signal).then(
        () => {
          if (set !== mine) return;
          set = undefined;
          ring();
        },
        () => undefined,
      );
    },
  };
}
