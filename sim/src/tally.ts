/** What happened, counted by name. Names are `group: thing`; adding up two tallies is all there is to merging. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, times: number = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times);
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Everything of one group, by its name without the group. */
  group(group: string): readonly (readonly [name: string, times: number])[] {
    const start = `${group}: `;
    return [...this.#counts]
      .filter(([name]) => name.startsWith(start))
      .map(([name, times]) => [name.slice(start.length), times] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
  }

  merge(counts: Iterable<readonly [string, number]>): void {
    for (const [name, times] of counts) this.add(name, times);
  }

  /** Fit to be sent to another thread. */
  entries(): readonly (readonly [string, number])[] {
    return [...this.#counts];
  }
}
