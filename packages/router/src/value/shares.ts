import { Tally } from './tally.ts';

/** Before anything was seen: one in twenty. */
const [BAD, ALL] = [1, 20];

/** How often something bad happened, by name. */
export class Shares {
  readonly #halfLifeMs: number;
  /** What was bad, and all. */
  readonly #tallies = new Map<string, Tally>();

  constructor(halfLifeMs: number) {
    this.#halfLifeMs = halfLifeMs;
  }

  count(name: string, isBad: boolean, at: number): void {
    const tally = this.#tallies.get(name) ?? new Tally(2, this.#halfLifeMs);
    this.#tallies.set(name, tally);
    const part = tally.weightOf(at);
    const [bad = 0, all = 0] = tally.counts;
    tally.counts.set([bad + (isBad ? part : 0), all + part]);
  }

  of(name: string, now: number): number {
    const tally = this.#tallies.get(name);
    const left = tally?.leftAt(now) ?? 0;
    const [bad = 0, all = 0] = tally?.counts ?? [];
    return (BAD + left * bad) / (ALL + left * all);
  }
}
