/** Orders that end this close together share one time for their last looks. */
const SLOT_MS = 5_000;
/** What ends later than in an hour is planned for when it comes nearer. */
const SLOTS = 720;

const slotOf = (expires: number): number => Math.floor(expires / SLOT_MS);

/** How many orders end when, and from when on they have to be asked for, so that each has its last look. */
export class LastCalls {
  /** How many end in a slot. */
  readonly #ending = new Map<number, number>();

  /** One more that ends then. */
  add(expires: number): void {
    const slot = slotOf(expires);
    this.#ending.set(slot, (this.#ending.get(slot) ?? 0) + 1);
  }

  /** One less. */
  remove(expires: number): void {
    const slot = slotOf(expires);
    const left = (this.#ending.get(slot) ?? 0) - 1;
    if (left > 0) this.#ending.set(slot, left);
    else this.#ending.delete(slot);
  }

  /**
   * When last looks have to begin, so that all fit in before their orders end: where many orders end
   * together, the rate does not serve them all in their last seconds. Planned backwards from the end
   * that is furthest away.
   *
   * @param rate Requests per millisecond.
   * @returns For the end of an order, the latest time at which its last look begins; `Infinity`: none is set.
   */
  plan(now: number, rate: number): (expires: number) => number {
    const first = slotOf(now);
    const begins = new Float64Array(SLOTS).fill(Number.POSITIVE_INFINITY);
    let next = Number.POSITIVE_INFINITY;
    for (let nth = SLOTS - 1; nth >= 0; nth -= 1) {
      const count = this.#ending.get(first + nth) ?? 0;
      if (count === 0) continue;
      next = Math.min(next, (first + nth) * SLOT_MS) - count / rate;
      begins[nth] = next;
    }
    return (expires) => begins[slotOf(expires) - first] ?? Number.POSITIVE_INFINITY;
  }
}
