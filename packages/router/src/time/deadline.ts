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
  const either = AbortSignal.any([signal, late.signal]);
  const met = (): void => {
    either.removeEventListener('abort', met);
    // Without a reason, Node makes an error with a stack, which costs more than all the rest.
    done.abort('met');
  };
  if (either.aborted) met();
  else either.addEventListener('abort', met, { once: true });
  clock.sleep(ms, done.signal).then(
    () => late.abort(reason),
    () => undefined,
  );
  return {
    signal: either,
    get isOver(): boolean {
      return late.signal.aborted;
    },
    met,
  };
}
