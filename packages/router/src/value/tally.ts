/**
 * Counts of which half is forgotten with every half-life. Each count weighs by its own age, whenever it
 * is added: the order of additions makes no difference beyond rounding.
 */
export class Tally {
  readonly counts: Float64Array;
  readonly #halfLifeMs: number;
  /** The time at which the counts weigh what they say. */
  #at = Number.NEGATIVE_INFINITY;

  constructor(size: number, halfLifeMs: number) {
    this.counts = new Float64Array(size);
    this.#halfLifeMs = halfLifeMs;
  }

  /** What one of that time is to be added as. */
  weightOf(at: number): number {
    if (at > this.#at) {
      const left = this.leftAt(at);
      for (let n = 0; n < this.counts.length; n += 1) this.counts[n] = (this.counts[n] ?? 0) * left;
      this.#at = at;
    }
    return 2 ** ((at - this.#at) / this.#halfLifeMs);
  }

  /** The part of the counts that is left at a time. */
  leftAt(at: number): number {
    return at > this.#at ? 2 ** ((this.#at - at) / this.#halfLifeMs) : 1;
  }
}
