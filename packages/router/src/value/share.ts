import { Tally } from './tally.ts';

/** Before anything was seen: one in twenty. */
const [BAD, ALL] = [1, 20];

/** How often something bad happens. */
export class Share {
  /** What was bad, and all. */
  readonly #tally: Tally;

  constructor(halfLifeMs: number) {
    this.#tally = new Tally(2, halfLifeMs);
  }

  count(isBad: boolean, at: number): void {
    const part = this.#tally.weightOf(at);
    const { counts } = this.#tally;
    const [bad = 0, all = 0] = counts;
    counts.set([bad + (isBad ? part : 0), all + part]);
  }

  at(now: number): number {
    const left = this.#tally.leftAt(now);
    const [bad = 0, all = 0] = this.#tally.counts;
    return (BAD + left * bad) / (ALL + left * all);
  }
}
