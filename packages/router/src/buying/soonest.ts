import { compareMoney } from '@numroute/core';
import type { RankedOffer } from '../quoting/rank.ts';

export interface Waiting {
  /** How long a purchase at that provider would wait for its turn. Milliseconds. */
  waitMs(provider: string): number;
  /** What a second is worth, as a share of the price. */
  readonly patience: number;
}

/**
 * The offer that costs least when waiting counts as price: of equal ones whoever is free, and a dearer
 * one where the wait at the cheaper one costs more than the difference. It looks no further than the
 * ranking goes by price: what a strategy ranks by something else is taken as it is ranked.
 */
export function soonest(
  ranked: Iterable<RankedOffer>,
  { waitMs, patience }: Waiting,
): RankedOffer | undefined {
  let best: { readonly one: RankedOffer; readonly cost: number; readonly wait: number } | undefined;
  let last: RankedOffer | undefined;
  let most = Number.POSITIVE_INFINITY;
  for (const one of ranked) {
    const price = Number(one.comparable.amount);
    if (last && (price > most || compareMoney(one.comparable, last.comparable) < 0)) break;
    if (best && patience === 0 && compareMoney(one.comparable, best.one.comparable) > 0) break;
    const wait = waitMs(one.offer.provider);
    const cost = price * (1 + (patience * wait) / 1_000);
    if (!best) most = cost;
    if (!best || cost < best.cost || (cost === best.cost && wait < best.wait)) best = { one, cost, wait };
    if (best.wait === 0) break;
    last = one;
  }
  return best?.one;
}
