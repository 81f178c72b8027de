import type { BuyerLimit, HiddenOffers, Offer } from '@numroute/core';
import { asks, type Chosen, inQuestion } from './choice.ts';
import { cheapest, expectedPrice, type RankContext, type RankedOffer } from './rank.ts';

/** All that keeps a buyer from offers of a service. */
export interface Limits {
  readonly chosen: Chosen;
  readonly context: RankContext;
  /** Undefined: everywhere. */
  readonly countries: ReadonlySet<string> | undefined;
}

/** Those of a want that leave something out, each with what is left without it. */
function lifted({ chosen, context, countries }: Limits): readonly [BuyerLimit, Limits][] {
  const { minPrice, minStock, minSuccessRate, pools, exceptPools, providers, exceptProviders } = chosen;
  const without = (...names: readonly (keyof Chosen)[]): Limits => {
    const left = Object.entries(chosen).filter(([name]) => !names.some((one) => one === name));
    return { chosen: Object.fromEntries(left), context, countries };
  };
  const { maxPrice, ...uncapped } = context;
  const all: readonly (readonly [limit: BuyerLimit, isSet: boolean, left: Limits])[] = [
    ['maxPrice', maxPrice !== undefined, { chosen, context: uncapped, countries }],
    ['minPrice', minPrice !== undefined, without('minPrice')],
    ['minStock', minStock !== undefined, without('minStock')],
    ['minSuccessRate', minSuccessRate !== undefined, without('minSuccessRate')],
    ['pools', (pools ?? exceptPools) !== undefined, without('pools', 'exceptPools')],
    ['providers', (providers ?? exceptProviders) !== undefined, without('providers', 'exceptProviders')],
    ['country', countries !== undefined, { chosen, context, countries: undefined }],
    [
      'allowVirtual',
      !context.allowVirtual,
      { chosen, context: { ...context, allowVirtual: true }, countries },
    ],
  ];
  return all.flatMap(([limit, isSet, left]) => (isSet ? [[limit, left] as [BuyerLimit, Limits]] : []));
}

/**
 * What one limit alone hides. An offer that two of them leave out is told of by neither: to change one would
 * be of no use.
 *
 * @param offers Of the service, wherever and whoever sells it, as far as it is known.
 */
export function hiddenBy(limits: Limits, offers: readonly Offer[]): readonly HiddenOffers[] {
  const open = new Set(buyable(limits, offers).map(({ offer }) => offer));
  return lifted(limits).flatMap(([limit, left]): readonly HiddenOffers[] => {
    const found = buyable(left, offers).filter(({ offer }) => !open.has(offer));
    const [best] = found;
    if (!best) return [];
    const { provider, country, pool, stock, successRate } = best.offer;
    return [
      {
        limit,
        count: found.length,
        countries: new Set(found.map(({ offer }) => offer.country)).size,
        cheapest: {
          ...{ provider, country, stock, price: expectedPrice(best) },
          ...(pool !== undefined && { pool }),
          ...(successRate && { successRate }),
        },
      },
    ];
  });
}

/** The cheapest first. */
function buyable({ chosen, context, countries }: Limits, offers: readonly Offer[]): readonly RankedOffer[] {
  const fitting = offers.filter(
    ({ provider, country }) => asks(chosen, provider) && (countries?.has(country) ?? true),
  );
  return cheapest(inQuestion(chosen, fitting, context).left, context).ranked;
}
