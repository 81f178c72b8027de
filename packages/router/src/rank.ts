import {
  compareDecimals,
  compareMoney,
  type Decimal,
  type Money,
  type Offer,
  parseDecimal,
} from '@numroute/core';

export type Exclusion =
  | 'out-of-stock'
  | 'above-limit'
  | 'no-exchange-rate'
  | 'virtual-number'
  | 'not-a-price'
  | 'provider-cooling'
  | 'provider-disabled'
  | 'account-unresolved';

export interface RankedOffer {
  readonly offer: Offer;
  /** The price in the ranking's currency. */
  readonly comparable: Money;
}

/** The ranking with its reasons. An offer is in exactly one of the two lists. */
export interface Ranking {
  readonly ranked: readonly RankedOffer[];
  readonly excluded: readonly { readonly offer: Offer; readonly why: Exclusion }[];
}

export interface RankContext {
  readonly maxPrice?: Money;
  readonly allowVirtual: boolean;
  /** Undefined when no rate is known. Such offers are excluded, never given a made-up price. */
  convert(price: Money): Money | undefined;
  available(provider: string): 'ready' | 'provider-cooling' | 'provider-disabled' | 'account-unresolved';
  /** The position of a provider in the user's configuration. */
  order(provider: string): number;
}

/** Pure and synchronous: the same offers and context give the same ranking. */
export type Strategy = (offers: Iterable<Offer>, context: RankContext) => Ranking;

/**
 * Lowest comparable price first; equal prices by larger stock (unknown last), then by success rate,
 * then in the configured order, so that the ranking never flickers.
 */
export const cheapest: Strategy = (offers, context) => {
  const ranked: (RankedOffer & { readonly sortable: Decimal })[] = [];
  const excluded: { offer: Offer; why: Exclusion }[] = [];
  const cap = context.maxPrice && context.convert(context.maxPrice);
  for (const offer of offers) {
    const price = parseDecimal(offer.price.amount);
    const comparable = price && price.units > 0n ? context.convert(offer.price) : undefined;
    const available = context.available(offer.provider);
    const sortable = comparable && parseDecimal(comparable.amount);
    if (!price || price.units <= 0n) excluded.push({ offer, why: 'not-a-price' });
    else if (available !== 'ready') excluded.push({ offer, why: available });
    else if (offer.stock === 0) excluded.push({ offer, why: 'out-of-stock' });
    else if (offer.virtual && !context.allowVirtual) excluded.push({ offer, why: 'virtual-number' });
    else if (!comparable || !sortable || (context.maxPrice && !cap)) {
      excluded.push({ offer, why: 'no-exchange-rate' });
    } else if (cap && compareMoney(comparable, cap) > 0) excluded.push({ offer, why: 'above-limit' });
    else ranked.push({ offer, comparable, sortable });
  }
  ranked.sort(
    (left, right) =>
      compareDecimals(left.sortable, right.sortable) ||
      (right.offer.stock ?? -1) - (left.offer.stock ?? -1) ||
      (right.offer.successRate?.value ?? -1) - (left.offer.successRate?.value ?? -1) ||
      context.order(left.offer.provider) - context.order(right.offer.provider),
  );
  return { ranked: ranked.map(({ offer, comparable }) => ({ offer, comparable })), excluded };
};
