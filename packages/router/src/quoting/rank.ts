import {
  compareDecimals,
  type Decimal,
  decimalOf,
  type Manifest,
  type Money,
  type Offer,
  parseDecimal,
} from '@numroute/core';
import type { Belief, Outlook, Plan } from './outlook.ts';

/** Why an offer is not bought. */
export type Exclusion =
  | 'out-of-stock'
  | 'above-limit'
  | 'no-exchange-rate'
  | 'virtual-number'
  | 'below-minimum'
  | 'other-pool'
  | 'few-in-stock'
  | 'low-success-rate'
  | 'not-a-price'
  | 'provider-cooling'
  | 'provider-disabled'
  | 'account-unresolved'
  /** By a ranking that goes by the cost of a code: it costs more than the code is worth. */
  | 'poor-outlook';

/** An offer that may be bought, and its price in the ranking's currency. */
export interface RankedOffer {
  readonly offer: Offer;
  /** What it costs, in the ranking's currency. */
  readonly comparable: Money;
  /**
   * What it costs, where its vendor was seen to charge or to want more than it lists. In the offer's
   * currency; the offer is ranked and held against the cap by it.
   */
  readonly charges?: Money;
  /** What an order of it would come to, by a ranking that goes by the cost of a code. */
  readonly outlook?: Outlook;
}

/** What an offer costs by all that is known: its vendor may charge more than it lists. */
export function expectedPrice({ offer, charges }: Pick<RankedOffer, 'offer' | 'charges'>): Money {
  return charges ?? offer.price;
}

export interface Excluded extends Pick<RankedOffer, 'offer' | 'charges'> {
  readonly why: Exclusion;
}

/** The ranking with its reasons. An offer is in exactly one of the two lists. */
export interface Ranking {
  readonly ranked: readonly RankedOffer[];
  readonly excluded: readonly Excluded[];
}

/** What offers are ranked by, for one want. */
export interface RankContext {
  readonly maxPrice?: Money;
  readonly allowVirtual: boolean;
  /** What an offer costs where that is more than its list says; undefined where the list is believed. */
  charges(offer: Offer): Money | undefined;
  /** Undefined when no rate is known. Such offers are excluded, never given a made-up price. */
  convert(price: Money): Money | undefined;
  /** Whether anything is bought at the provider now. */
  available(provider: string): 'ready' | 'provider-cooling' | 'provider-disabled' | 'account-unresolved';
  /** The position of a provider in the user's configuration. */
  order(provider: string): number;
  /** What a provider says of itself; undefined for one that is not configured. */
  manifest(provider: string): Pick<Manifest, 'timing' | 'traits'> | undefined;
  /** What was learnt of an offer. Absent: nothing was, and the vendor's word and what is usual must do. */
  readonly believe?: (offer: Offer) => Belief;
  /** What the ranking is for. Absent: for showing. */
  readonly plan?: Plan;
}

/** A vendor that lists zero has told no price; the user's own numbers may cost nothing. */
function isFree(price: Decimal, { provider }: Offer, { manifest }: RankContext): boolean {
  return price.units === 0n && manifest(provider)?.traits.free === true;
}

/** Pure and synchronous: the same offers and context give the same ranking. */
export type Strategy = (offers: Iterable<Offer>, context: RankContext) => Ranking;

/**
 * Lowest comparable cost first; equal costs by larger stock (unknown last), then by success rate,
 * then in the configured order, so that the ranking never flickers.
 */
export const cheapest: Strategy = (offers, context) => {
  const ranked: { readonly one: RankedOffer; readonly cost: Decimal; readonly rough: number }[] = [];
  const excluded: Excluded[] = [];
  const cap = context.maxPrice && context.convert(context.maxPrice);
  const most = cap && decimalOf(cap);
  for (const offer of offers) {
    const price = parseDecimal(offer.price.amount);
    const isPrice = price !== undefined && (price.units > 0n || isFree(price, offer, context));
    const charges = isPrice ? context.charges(offer) : undefined;
    const named = charges ? { offer, charges } : { offer };
    const comparable = isPrice ? context.convert(charges ?? offer.price) : undefined;
    const available = context.available(offer.provider);
    // Most offers are compared in the currency that they are listed in.
    const isListed = comparable?.amount === offer.price.amount;
    const cost = comparable && (isListed ? price : parseDecimal(comparable.amount));
    if (!isPrice) excluded.push({ ...named, why: 'not-a-price' });
    else if (available !== 'ready') excluded.push({ ...named, why: available });
    else if (offer.stock === 0) excluded.push({ ...named, why: 'out-of-stock' });
    else if (offer.virtual && !context.allowVirtual) excluded.push({ ...named, why: 'virtual-number' });
    else if (!comparable || !cost || (context.maxPrice && !most)) {
      excluded.push({ ...named, why: 'no-exchange-rate' });
    } else if (most && compareDecimals(cost, most) > 0) excluded.push({ ...named, why: 'above-limit' });
    else ranked.push({ one: { ...named, comparable }, cost, rough: Number(comparable.amount) });
  }
  ranked.sort(
    (mine, theirs) =>
      // Numbers that differ do so as the decimals do; those that do not may stand for two decimals.
      mine.rough - theirs.rough ||
      compareDecimals(mine.cost, theirs.cost) ||
      (theirs.one.offer.stock ?? -1) - (mine.one.offer.stock ?? -1) ||
      (theirs.one.offer.successRate?.value ?? -1) - (mine.one.offer.successRate?.value ?? -1) ||
      context.order(mine.one.offer.provider) - context.order(theirs.one.offer.provider),
  );
  return { ranked: ranked.map(({ one }) => one), excluded };
};
