import type { Clock } from '@numroute/core';
import PQueue from 'p-queue';
import { addTask } from '../lane/queue-task.ts';

/** How long a purchase takes where none was seen yet. */
const FIRST_GUESS_MS = 1_000;
/** What the latest purchase says, beside all before it. */
const WEIGHT = 0.3;

/**
 * Purchases at one account go one by one, so that at most one charge is ever in doubt, or several side by
 * side where what each of them bought can be named.
 */
export class PurchaseQueue {
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #clock: Clock;
  #running = 0;
  #usualMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long whoever joins now waits for its turn, by what purchases took lately. Milliseconds. */
  get waitMs(): number {
    const { size, pending, concurrency } = this.#queue;
    const before = size + pending;
    return before < concurrency ? 0 : (before / concurrency) * (this.#usualMs ?? FIRST_GUESS_MS);
  }

  /** Resolves once nobody buys and nobody waits. */
  async idle(): Promise<void> {
    await this.#queue.onIdle();
  }

  /**
   * Rejects with the signal's reason as long as the task has not begun.
   *
   * @param places How many may buy at once, as known now.
   * @param task Told whether others may buy beside it.
   */
  async add<T>(signal: AbortSignal, places: () => number, task: (beside: boolean) => Promise<T>): Promise<T> {
    this.#open(places());
    return await addTask(this.#queue, signal, async () => {
      const beside = this.#queue.concurrency > 1;
      const began = this.#clock.monotonic();
      this.#running += 1;
      try {
        return await task(beside);
      } finally {
        const tookMs = this.#clock.monotonic() - began;
        const before = this.#usualMs ?? tookMs;
        this.#usualMs = before + (tookMs - before) * WEIGHT;
        this.#running -= 1;
        this.#open(places());
      }
    });
  }

  /** Fewer places at once count from the next one on. More are opened when nobody buys who must be alone. */
  #open(places: number): void {
    if (places < this.#queue.concurrency || this.#running === 0) this.#queue.concurrency = places;
  }
}
