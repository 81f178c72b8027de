import { unlessAborted } from '@numroute/core';

/** The purchases that this run is making at one account. */
export class Sending {
  readonly #made = new Set<string>();
  /** Written down, and their outcome is not. */
  readonly #unanswered = new Set<string>();
  readonly #waiting = new Set<() => void>();

  begin(attempt: string): void {
    this.#made.add(attempt);
  }

  /** Its intent is written: the request may be out from now on. */
  written(attempt: string): void {
    this.#unanswered.add(attempt);
  }

  /** It is known, or known to be in doubt, what became of the request. */
  answered(attempt: string): void {
    if (!this.#unanswered.delete(attempt) || this.#unanswered.size > 0) return;
    for (const tell of this.#waiting) tell();
    this.#waiting.clear();
  }

  end(attempt: string): void {
    this.#made.delete(attempt);
    this.answered(attempt);
  }

  has(attempt: string): boolean {
    return this.#made.has(attempt);
  }

  /** How many were begun before it and are still being made. */
  before(attempt: string): number {
    return [...this.#made].indexOf(attempt);
  }

  get size(): number {
    return this.#made.size;
  }

  /**
   * Resolves once no request is out: what a vendor lists until then may be what a reply is about to name.
   *
   * @throws The signal's reason.
   */
  async allAnswered(signal: AbortSignal): Promise<void> {
    while (this.#unanswered.size > 0) {
      const answered = new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
      await unlessAborted(answered, signal);
    }
  }
}
