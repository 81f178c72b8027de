import type { AttemptState, JournalEntry } from '@numroute/journal';

/** Where purchases stand that are not over: `doubt` is on its way, or nobody knows whether it was bought. */
export const STANDINGS = ['open', 'delivered', 'doubt', 'lost', 'disputed'] as const;
/** One of them. */
export type Standing = (typeof STANDINGS)[number];

/** How many purchases of an account stand so. */
export interface StandingCount {
  readonly provider: string;
  readonly state: Standing;
  readonly count: number;
}

const standings: Readonly<Partial<Record<AttemptState, Standing>>> = {
  sending: 'doubt',
  unknown: 'doubt',
  lost: 'lost',
  disputed: 'disputed',
  open: 'open',
  delivered: 'delivered',
};

interface Cell {
  readonly provider: string;
  readonly state: Standing;
  count: number;
}

/** Counts the purchases that are not over, each as it was heard of last: 100,000 of them are read in no time. */
export class StandingCounts {
  /** By attempt. */
  readonly #cells = new Map<string, Cell>();
  readonly #counts = new Map<string, Cell>();

  hear({ id, state, offer: { provider } }: JournalEntry): void {
    const standing = standings[state];
    const was = this.#cells.get(id);
    if (was) was.count -= 1;
    if (standing === undefined) {
      this.#cells.delete(id);
      return;
    }
    const name = `${standing} ${provider}`;
    const cell = this.#counts.get(name) ?? { count: 0, provider, state: standing };
    this.#counts.set(name, cell);
    cell.count += 1;
    this.#cells.set(id, cell);
  }

  read(): readonly StandingCount[] {
    return [...this.#counts.values()].map((cell) => ({ ...cell }));
  }
}
