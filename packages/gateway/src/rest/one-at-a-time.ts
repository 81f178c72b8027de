import { NumrouteError } from '@numroute/core';

/** For questions that read much of the journal: a client waits for the answer before it asks the next. */
export class OneAtATime {
  readonly #asking = new Set<string>();

  /** @throws {NumrouteError} RATE_LIMITED This client's last question is being answered. */
  async answer<T>(client: string, work: () => Promise<T>): Promise<T> {
    if (this.#asking.has(client))
      throw new NumrouteError('RATE_LIMITED', 'This is being answered already.', { retryAfterMs: 1_000 });
    this.#asking.add(client);
    try {
      return await work();
    } finally {
      this.#asking.delete(client);
    }
  }
}
