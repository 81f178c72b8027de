import { compareMoney, type Money, NumrouteError, type Offer } from '@numroute/core';
import { check, fromOne, type Rules, shown } from '../check.ts';
import type { Excluded, Exclusion, RankContext, Strategy } from './rank.ts';
import { priceOf } from './want.ts';

/** Which offers come into question at all. A part that is absent restricts nothing. */
export interface Choice {
  /** Cheaper offers are excluded. As text: `0.10 USD`. */
  readonly minPrice?: Money | string;
  /** Only these providers are asked. A `buy` that finds nothing asks the others for their prices, to name them. */
  readonly providers?: readonly string[];
  /** These are not asked, unless to name their prices as above. */
  readonly exceptProviders?: readonly string[];
  /** Only these pools: `virtual53`, or of one provider alone `fivesim:virtual53`. An empty name: offers without a pool. */
  readonly pools?: readonly string[];
  readonly exceptPools?: readonly string[];
  /** Offers of fewer are excluded, and those that do not say how many there are. */
  readonly minStock?: number;
  /** A share from 0 to 1. Offers of which fewer codes arrive are excluded, and those that do not say. */
  readonly minSuccessRate?: number;
}

/** Checked: prices are amounts, lists are sorted and name everything once. */
export interface Chosen extends Choice {
  readonly minPrice?: Money;
}

const isList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
const aList = {
  expected: 'a list of one name or more',
  fits: (value: unknown) => isList(value) && !value.includes(''),
};
const aListOfPools = { ...aList, fits: isList };
const rules: Rules<Choice> = {
  providers: aList,
  exceptProviders: aList,
  pools: aListOfPools,
  exceptPools: aListOfPools,
  minStock: fromOne,
  minSuccessRate: {
    expected: 'a share from 0 to 1',
    fits: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  },
};

/**
 * @param maxPrice What the same buyer pays at most.
 * @throws {NumrouteError} INVALID_INPUT Names the part and what it must be.
 */
export function chosenBy(choice: Choice, maxPrice?: Money): Chosen {
  check(choice, rules);
  const { minStock, minSuccessRate } = choice;
  const minPrice = choice.minPrice === undefined ? undefined : priceOf('minPrice', choice.minPrice);
  if (minPrice && minPrice.currency === maxPrice?.currency && compareMoney(minPrice, maxPrice) > 0)
    throw NumrouteError.input('minPrice', 'no more than maxPrice', shown(minPrice.amount));
  const lists = (['providers', 'exceptProviders', 'pools', 'exceptPools'] as const).flatMap((name) => {
    const list = choice[name];
    return list ? [[name, [...new Set(list)].sort()] as const] : [];
  });
  return {
    ...Object.fromEntries(lists),
    ...(minPrice && { minPrice }),
    ...(minStock !== undefined && { minStock }),
    ...(minSuccessRate !== undefined && { minSuccessRate }),
  };
}

/** Whether a provider is asked. */
export function asks({ providers, exceptProviders }: Chosen, provider: string): boolean {
  return providers?.includes(provider) !== false && exceptProviders?.includes(provider) !== true;
}

/** The offers that come into question, and the others with what they lack. */
export function inQuestion(
  { minPrice, pools, exceptPools, minStock, minSuccessRate }: Chosen,
  offers: Iterable<Offer>,
  context: RankContext,
): { readonly left: readonly Offer[]; readonly excluded: readonly Excluded[] } {
  const wanted = pools && new Set(pools);
  const unwanted = new Set(exceptPools);
  const least = minPrice && context.convert(minPrice);
  const whyNot = (offer: Offer): Exclusion | undefined => {
    const { pool, provider, stock, successRate } = offer;
    const names = pool === undefined ? [''] : [pool, `${provider}:${pool}`];
    if (minPrice && !least) return 'no-exchange-rate';
    if (wanted && !names.some((name) => wanted.has(name))) return 'other-pool';
    if (names.some((name) => unwanted.has(name))) return 'other-pool';
    // What is sold out is said to be sold out.
    if (minStock !== undefined && stock !== 0 && (stock ?? 0) < minStock) return 'few-in-stock';
    if (minSuccessRate !== undefined && (successRate?.value ?? -1) < minSuccessRate)
      return 'low-success-rate';
    const price = least && context.convert(context.charges(offer) ?? offer.price);
    return least && price && compareMoney(price, least) < 0 ? 'below-minimum' : undefined;
  };
  const left: Offer[] = [];
  const excluded: Excluded[] = [];
  for (const offer of offers) {
    const why = whyNot(offer);
    if (why) excluded.push({ offer, why });
    else left.push(offer);
  }
  return { left, excluded };
}

/** The strategy over what comes into question; what does not is excluded before the strategy sees it. */
export function choosing(chosen: Chosen, strategy: Strategy): Strategy {
  const { minPrice, pools, exceptPools, minStock, minSuccessRate } = chosen;
  if (!(minPrice || pools || exceptPools || minStock !== undefined || minSuccessRate !== undefined))
    return strategy;
  return (offers, context) => {
    const { left, excluded } = inQuestion(chosen, offers, context);
    const ranking = strategy(left, context);
    return { ranked: ranking.ranked, excluded: [...ranking.excluded, ...excluded] };
  };
}
