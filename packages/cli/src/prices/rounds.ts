import type { Quote, RankedOffer } from '@numroute/router';
import type { Change } from '../printing/table.ts';

/** How a round differs from the one before. */
export interface Changes {
  readonly of: ReadonlyMap<RankedOffer, Change>;
  /** What its vendor, who has answered, does not sell any more. */
  readonly gone: readonly RankedOffer[];
}

/** Holds each round of one service against the one before. */
export class Rounds {
  #before: ReadonlyMap<string, RankedOffer> | undefined;

  /** Undefined of the first round. */
  next({ ranked, answered }: Quote): Changes | undefined {
    const before = this.#before;
    const now = new Map<string, RankedOffer>();
    for (const one of ranked) now.set(nameOf(one, now), one);
    const here = new Set(answered.map(({ provider }) => provider));
    const silent = [...(before ?? [])].filter(([, { offer }]) => !here.has(offer.provider));
    // Whoever did not answer is held against what it said last.
    this.#before = new Map([...silent, ...now]);
    if (!before) return undefined;
    const of = new Map<RankedOffer, Change>();
    for (const [name, one] of now) {
      const was = before.get(name)?.comparable;
      if (!was) of.set(one, 'new');
      else if (was.amount !== one.comparable.amount || was.currency !== one.comparable.currency)
        of.set(one, { was });
    }
    const gone = [...before].filter(([name, { offer }]) => here.has(offer.provider) && !now.has(name));
    return { of, gone: gone.map(([, one]) => one) };
  }
}

/** A pool may be listed at several prices: the cheapest is held against the cheapest. */
function nameOf({ offer }: RankedOffer, taken: ReadonlyMap<string, unknown>): string {
  const name = JSON.stringify([offer.provider, offer.country, offer.pool]);
  let nth = 1;
  while (taken.has(`${name} ${nth}`)) nth += 1;
  return `${name} ${nth}`;
}
