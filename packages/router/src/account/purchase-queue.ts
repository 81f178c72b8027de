import type { Clock } from '@numroute/core';
import PQueue from 'p-queue';
import { addTask } from '../lane/queue-task.ts';

/** How long a purchase takes where none was seen yet. */
const FIRST_GUESS_MS = 1_000;
/** What the latest purchase says, beside all before it. */
const WEIGHT = 0.3;

/** Purchases at one account go one by one, so that at most one charge is ever in doubt. */
export class PurchaseQueue {
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #clock: Clock;
  #usualMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long whoever joins now waits for its turn, by what purchases took lately. Milliseconds. */
  get waitMs(): number {
    return (this.#queue.size + this.#queue.pending) * (this.#usualMs ?? FIRST_GUESS_MS);
  }

  /** Resolves once nobody buys and nobody waits. */
  async idle(): Promise<void> {
    await this.#queue.onIdle();
  }

  /** Rejects with the signal's reason as long as the task has not begun. */
  async add<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    return await addTask(this.#queue, signal, async () => {
      const began = this.#clock.monotonic();
      try {
        return await task();
      } finally {
        const tookMs = this.#clock.monotonic() - began;
        const before = this.#usualMs ?? tookMs;
        this.#usualMs = before + (tookMs - before) * WEIGHT;
      }
    });
  }
}
