import type { Offer } from '@numroute/core';
import { cheapest, type Outlook, type Strategy, value } from '@numroute/router';

/**
 * By price, with the outlook of the best offers of each country. Countries are judged one by one, because
 * whoever wants a code there compares nothing else.
 */
export const withOutlooks: Strategy = (offers, context) => {
  const { ranked, excluded } = cheapest(offers, context);
  const countries = Map.groupBy(
    ranked.map(({ offer }) => offer),
    ({ country }) => country,
  );
  const outlooks = new Map<Offer, Outlook>();
  for (const country of countries.values())
    for (const { offer, outlook } of value(country, context).ranked)
      if (outlook) outlooks.set(offer, outlook);
  return {
    ranked: ranked.map((one) => {
      const outlook = outlooks.get(one.offer);
      return outlook ? { ...one, outlook } : one;
    }),
    excluded,
  };
};
