import { NumrouteError } from '@numroute/core';
import { anotherWant } from './open-want.ts';

interface Running<T> {
  readonly print: string;
  readonly result: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

/** What is asked for under one key at the same time is done once, and all who ask hear how it ends. */
export class UnderKey<T> {
  readonly #running = new Map<string, Running<T>>();

  /**
   * @param key Absent: it is done for this caller alone.
   * @param print All that was asked for, as one text.
   * @param begin Its signal aborts once the last of those who wait has left.
   * @throws {NumrouteError} INVALID_INPUT Something else is under way under the key.
   */
  async run(
    key: string | undefined,
    print: string,
    signal: AbortSignal,
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    if (key === undefined) return await begin(signal);
    for (;;) {
      const under = this.#running.get(key) ?? this.#start(key, print, begin);
      if (under.print !== print) throw anotherWant(key);
      if (!under.stop.signal.aborted) return await join(under, signal);
      // Those before us have all left: how it ended is not our answer, but we begin only then.
      await under.result.catch(() => undefined);
      signal.throwIfAborted();
    }
  }

  #start(key: string, print: string, begin: (signal: AbortSignal) => Promise<T>): Running<T> {
    const stop = new AbortController();
    const result = begin(stop.signal).finally(() => this.#running.delete(key));
    // Each caller hears of a failure; that nobody may be left to hear it is no crash.
    result.catch(() => undefined);
    const under: Running<T> = { print, result, stop, waiting: 0 };
    this.#running.set(key, under);
    return under;
  }
}

/** Leaves when the signal says so; the last one to leave stops the purchase where it still can be. */
async function join<T>(under: Running<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  under.waiting += 1;
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      under.waiting -= 1;
      // The last one waits for the truth: money may have moved. So does everybody if the router closes.
      if (under.waiting === 0 || NumrouteError.is(signal.reason, 'CLOSED')) under.stop.abort(signal.reason);
      else reject(signal.reason);
    };
  });
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([under.result, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
