import type { Clock } from '@numroute/core';

export interface Deadline {
  /** Aborts when the time is over, or with the signal that was given. */
  readonly signal: AbortSignal;
  /** Whether the time is over. */
  readonly isOver: boolean;
  /** The work is done in time: the deadline never comes. */
  met(): void;
}

/** @param reason What the signal aborts with when the time is over. */
export function deadline(ms: number, clock: Clock, signal: AbortSignal, reason?: unknown): Deadline {
  const late = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, AbortSignal.any([signal, done.signal])).then(
    () => late.abort(reason),
    () => undefined,
  );
  return {
    signal: AbortSignal.any([signal, late.signal]),
    get isOver(): boolean {
      return late.signal.aborted;
    },
    met: () => done.abort(),
  };
}
