import { type About, type Clock, NumrouteError, type Operation } from '@numroute/core';
import type { Emit } from '../events.ts';

/** One call to a vendor, from when somebody wants it to its answer. */
export interface WatchedCall {
  /** It has its turn. */
  begins(): void;
  ends(): void;
  fails(thrown: unknown): void;
}

/** Begins to watch a call that is about to wait for its turn. */
export type CallWatch = (
  call: About & { readonly operation: Operation; readonly signal: AbortSignal },
) => WatchedCall;

const nobody: WatchedCall = { begins: () => undefined, ends: () => undefined, fails: () => undefined };
export const unwatched: CallWatch = () => nobody;

/** Tells observers of each call to a vendor that is over. */
export function callsTold(provider: string, { clock, emit }: { clock: Clock; emit: Emit }): CallWatch {
  return ({ operation, signal, ...about }) => {
    const asked = clock.monotonic();
    let begun: number | undefined;
    const over = (how: {
      readonly error?: ReturnType<typeof NumrouteError.from>;
      readonly isAborted?: true;
    }): void => {
      const now = clock.monotonic();
      const times = { waitedMs: (begun ?? now) - asked, ...(begun !== undefined && { tookMs: now - begun }) };
      emit({ type: 'call-ended', provider, operation, ...about, ...times, ...how });
    };
    return {
      begins: () => {
        begun = clock.monotonic();
      },
      ends: () => over({}),
      fails: (thrown) =>
        over(
          signal.aborted && thrown === signal.reason
            ? { isAborted: true }
            : { error: NumrouteError.from(thrown, provider) },
        ),
    };
  };
}
