import type { Clock } from '@numroute/core';

/** Wakes whoever waits as soon as something has changed, also where it changed a moment before. */
export class News {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #isTold = false;
  #wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tell(): void {
    this.#isTold = true;
    this.#wake?.();
    for (const listener of this.#listeners) listener();
  }

  /** @returns Stops it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when there is news, when the time is over, or with the signal. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isTold && !signal.aborted) {
      const done = new AbortController();
      const told = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const slept = this.#clock.sleep(ms, AbortSignal.any([signal, done.signal])).catch(() => undefined);
      await Promise.race([told, slept]);
      done.abort('woken');
    }
    this.#wake = undefined;
    this.#isTold = false;
  }
}
