import type { Clock } from '@numroute/core';

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /** Fires the sleeps that fall due, in order, and lets everybody react after each. */
  advance(ms: number): Promise<void>;
  /** How many sleep. */
  readonly pending: number;
  /**
   * Goes from sleep to sleep until the promise settles, as if nothing took any time.
   *
   * @throws {Error} Nobody sleeps and the promise still waits.
   */
  runUntil<T>(promise: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

// Taken now: a test runner or a simulation may replace the globals later.
const { setImmediate: soon, setTimeout: later } = globalThis;
const realTime = performance.now.bind(performance);

/** How long `runUntil` leaves real files and sockets to answer before it calls a promise stuck. */
const GRACE_MS = 250;

/**
 * A clock that goes on only when it is told to.
 *
 * @param start What `now()` says at first.
 */
export function virtualClock(start: number = Date.UTC(2026, 0, 1)): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let elapsed = 0;
  let instant = 0;

  /** Everybody's promises run before the next immediate does. */
  async function react(): Promise<void> {
    let rounds = 0;
    do await new Promise<void>((resolve) => soon(resolve));
    while (instant > 0 && ++rounds < 1000);
  }

  function next(until: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.due <= until && sleeper.due < (first?.due ?? Number.POSITIVE_INFINITY)) first = sleeper;
    }
    return first;
  }

  async function wake(sleeper: Sleeper): Promise<void> {
    elapsed = Math.max(elapsed, sleeper.due);
    sleeper.wake();
    await react();
  }

  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    get pending() {
      return sleepers.size;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        if (!(ms > 0)) {
          instant += 1;
          soon(() => {
            instant -= 1;
            resolve();
          });
          return;
        }
        const leave = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          due: elapsed + ms,
          wake() {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', leave);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', leave, { once: true });
      }),
    async advance(ms) {
      const target = elapsed + ms;
      await react();
      for (let sleeper = next(target); sleeper; sleeper = next(target)) await wake(sleeper);
      elapsed = Math.max(elapsed, target);
    },
    async runUntil(promise) {
      let settled = false;
      const done = (): void => {
        settled = true;
      };
      promise.then(done, done);
      let idleSince: number | undefined;
      for (;;) {
        await react();
        if (settled) return promise;
        const sleeper = next(Number.MAX_VALUE);
        if (sleeper) {
          idleSince = undefined;
          await wake(sleeper);
          continue;
        }
        idleSince ??= realTime();
        if (realTime() - idleSince > GRACE_MS) {
          throw new Error('The promise waits, but nobody sleeps: no passing of time can settle it.');
        }
        await new Promise<void>((resolve) => later(resolve, 1));
      }
    },
  };
}
