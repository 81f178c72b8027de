import type { AttemptEvent, JournalEntry } from '@numroute/journal';
import type { Judge } from './judge.ts';
import type { Tally } from './tally.ts';
import type { Vendor } from './vendor.ts';

/**
 * Which purchases are under way or in doubt at each account. One may be, or several where a list of open
 * orders names what each of them bought and all are marked; and none is begun beside one in doubt.
 */
export class Doubts {
  readonly #unresolved = new Map<string, Map<string, JournalEntry>>();
  readonly #vendors: ReadonlyMap<string, Vendor>;
  readonly #tally: Tally;
  readonly #accuse: Judge['accuse'];

  constructor(vendors: readonly Vendor[], tally: Tally, accuse: Judge['accuse']) {
    this.#vendors = new Map(vendors.map((vendor) => [vendor.id, vendor]));
    this.#tally = tally;
    this.#accuse = accuse;
  }

  /** The journal took an event. */
  written({ kind }: AttemptEvent, entry: JournalEntry): void {
    const { id, state, offer } = entry;
    const all = this.#unresolved.get(offer.provider) ?? new Map<string, JournalEntry>();
    this.#unresolved.set(offer.provider, all);
    const others = [...all.values()].filter((other) => other.id !== id);
    if (state === 'sending' || state === 'unknown') all.set(id, entry);
    else all.delete(id);
    if (!all.has(id) || others.length === 0) return;
    const vendor = this.#vendors.get(offer.provider);
    const mayBe = vendor?.lists && [...all.values()].every(({ beside }) => beside);
    const isBeside = kind === 'intent' && others.some((other) => other.state === 'unknown');
    if (!mayBe || isBeside)
      this.#accuse('M4 two purchases in doubt', `${offer.provider}: ${[...all.keys()].join(' ')}`);
    this.#tally.add('purchases: side by side');
    if (vendor?.habits.has('rush')) this.#tally.add('habit: rush');
  }
}
