import type { Clock } from '@numroute/core';

export interface Waiting {
  readonly clock: Clock;
  readonly forMs: number;
  /** Ends the wait, and nothing else. */
  readonly signal?: AbortSignal;
  /** Calls its argument whenever it may be so. @returns Stops that. */
  readonly listen: (wake: () => void) => () => void;
  /** Told every few seconds how long it has been, in milliseconds. */
  readonly onTick?: (waitedMs: number) => void;
}

/** Without a word of a change it is looked so often, at what is in memory. */
const LOOK_MS = 5_000;

/** What `look` finds, as soon as it finds something; undefined after the time, or with the signal. */
export async function until<T>(look: () => Promise<T | undefined>, waiting: Waiting): Promise<T | undefined> {
  const { clock, forMs, signal, listen, onTick } = waiting;
  const began = clock.monotonic();
  const left = (): number => forMs - (clock.monotonic() - began);
  let wake = (): void => undefined;
  const stop = listen(() => wake());
  try {
    for (;;) {
      const over = new AbortController();
      wake = () => over.abort();
      const found = await look();
      if (found !== undefined || left() <= 0 || signal?.aborted) return found;
      const paused = AbortSignal.any([over.signal, ...(signal ? [signal] : [])]);
      await clock.sleep(Math.min(left(), LOOK_MS), paused).catch(() => undefined);
      if (!paused.aborted) onTick?.(clock.monotonic() - began);
    }
  } finally {
    stop();
  }
}
