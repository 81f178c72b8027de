import { compareMoney } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Sale } from './counter.ts';
import type { Tally } from './tally.ts';

/** What the hands look up. */
export interface Looks {
  readonly sales: readonly Sale[];
  entryOf(attempt: string): JournalEntry | undefined;
  wantOf(attempt: string): number | undefined;
  readonly tally: Tally;
}

/**
 * Purchases that were in doubt together at one account, and wanted the same at a price that both allow, may
 * change hands: what was sold to the one is the other's then, and what was, or will be, sold to the other is
 * the one's. Every sale is still somebody's, and nobody has two.
 */
export class Hands {
  /** Whose a sale is that was made for an attempt, where it is not its own. */
  readonly #owners = new Map<string, string>();
  readonly #looks: Looks;

  constructor(looks: Looks) {
    this.#looks = looks;
  }

  /** A number is sold: it may be another one's by now. */
  sold(sale: Sale): void {
    const owner = this.#owners.get(sale.attempt ?? '');
    if (owner !== undefined && !sale.echo) this.#give(sale, owner);
  }

  /** The entry has just found this sale in a list. */
  found(entry: JournalEntry, sale: Sale | undefined): void {
    const { entryOf, sales, tally } = this.#looks;
    const other = entryOf(sale?.attempt ?? '');
    if (!sale || sale.echo || !other || other.id === entry.id || !mayChange(entry, other, sale)) return;
    const [mine, theirs] = [this.#madeFor(entry.id), this.#madeFor(other.id)];
    this.#owners.set(mine, other.id).set(theirs, entry.id);
    for (const one of sales) {
      if (one.echo || one === sale || one.attempt !== entry.id) continue;
      this.#give(one, other.id);
    }
    this.#give(sale, entry.id);
    tally.add('orders: changed hands between purchases in doubt together');
  }

  #madeFor(owner: string): string {
    for (const [attempt, held] of this.#owners) if (held === owner) return attempt;
    return owner;
  }

  #give(sale: Sale, owner: string): void {
    const want = this.#looks.wantOf(owner);
    sale.attempt = owner;
    if (want === undefined) delete sale.want;
    else sale.want = want;
  }
}

function mayChange(entry: JournalEntry, other: JournalEntry, { price }: Sale): boolean {
  const [one, two] = [entry.offer, other.offer];
  return (
    entry.beside === true &&
    other.beside === true &&
    (other.state === 'unknown' || other.adopted === true) &&
    one.provider === two.provider &&
    one.service === two.service &&
    one.country === two.country &&
    one.pool === two.pool &&
    [entry, other].every(({ maxPrice }) => compareMoney(price, maxPrice) <= 0)
  );
}
