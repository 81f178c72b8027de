import type { Offer } from '@numroute/core';
import { cellOf } from '../../../packages/router/src/value/chain.ts';
import { indexOf, planOf, type Worth } from '../../../packages/router/src/value/plan.ts';
import { luck } from './luck.ts';
import { LIFE, PURCHASE } from './markets.ts';
import { CODE, leastOf, MINUTE, type Policy, priceOf, type Question } from './policy.ts';
import type { World } from './world.ts';

/** Knows every true curve and every vendor's true share of kept money; not which number will fail. */
export function clairvoyant(world: World): Policy {
  return {
    name: 'clairvoyant',
    choose({ offers, now, leftMs }) {
      const worth: Worth = { second: MINUTE / 60, code: CODE * leastOf(offers) };
      const left = leftMs / 1_000;
      const judged = offers
        .map((offer) => {
          const cell = world.cellOf(offer);
          const { keeps, phantom, manifest } = world.vendorOf(offer);
          const box = {
            price: priceOf(offer),
            hazards: world.hazardsAt(cell, now),
            scale: 1,
            keeps,
            purchase: PURCHASE / 1_000 / (1 - phantom),
            cancelAfter: manifest.timing.cancelAfterMs / 1_000,
            life: LIFE / 1_000,
          };
          return { offer, box, index: indexOf(box, left, worth).cost };
        })
        .sort((one, other) => one.index - other.index)
        .slice(0, 8);
      const plans = planOf(
        judged.map(({ box }) => box),
        left,
        worth,
      );
      const [best] = judged
        .map(({ offer }, at) => ({ offer, ...(plans[at] ?? { cost: Number.POSITIVE_INFINITY, until: 0 }) }))
        .sort((one, other) => one.cost - other.cost);
      return best && best.cost < worth.code
        ? { offer: best.offer, giveUpAfterMs: best.until * 1_000 }
        : undefined;
    },
  };
}

const leastBy = (offers: readonly Offer[], costOf: (offer: Offer) => number): Offer | undefined => {
  let best: { readonly offer: Offer; readonly cost: number } | undefined;
  for (const offer of offers) {
    const cost = costOf(offer);
    if (!best || cost < best.cost) best = { offer, cost };
  }
  return best?.offer;
};

/** Those that this want has not tried; all, if it has tried all. */
const untried = ({ offers, tried }: Question): readonly Offer[] => {
  const left = tried.size > 0 ? offers.filter((offer) => !tried.has(cellOf(offer))) : offers;
  return left.length > 0 ? left : offers;
};

const fixed = (
  name: string,
  giveUpAfterMs: number,
  choose: (question: Question) => Offer | undefined,
): Policy => ({
  name,
  choose(question) {
    const offer = choose(question);
    return offer && { offer, giveUpAfterMs };
  },
});

/** The cheapest, ten minutes long, and the cheapest again. */
export const naive = (): Policy => fixed('naive', 600_000, ({ offers }) => leastBy(offers, priceOf));

export const nextCheapest = (): Policy =>
  fixed('next cheapest', 150_000, (question) => leastBy(untried(question), priceOf));

/** The price over the rate that the vendor tells; who tells none is taken to deliver half. */
export const byToldRates = (): Policy =>
  fixed('told rates', 150_000, (question) =>
    leastBy(untried(question), (offer) => priceOf(offer) / (offer.successRate?.value ?? 0.5)),
  );

/** Success of the last hour by vendor and country, over the price, times the logarithm of the stock. */
export function byRequestSuccess(): Policy {
  const outcomes = new Map<string, { readonly at: number; readonly hasCode: boolean }[]>();
  const keyOf = ({ provider, country }: Offer): string => `${provider} ${country}`;
  const scoreOf = (offer: Offer, { now, want, nth }: Question): number => {
    const recent = (outcomes.get(keyOf(offer)) ?? []).filter(({ at }) => at > now - 3_600_000);
    const success = recent.length > 0 ? recent.filter(({ hasCode }) => hasCode).length / recent.length : 1;
    const little = 0.01 * luck(31, want.id, nth, Number(offer.handle));
    return (success * Math.log(1 + (offer.stock ?? 1))) / (priceOf(offer) * 10) + little;
  };
  return {
    ...fixed('request success', 150_000, (question) =>
      leastBy(untried(question), (offer) => -scoreOf(offer, question)),
    ),
    ended({ offer, openedAt, atRiskMs, codeAfterMs }) {
      const list = outcomes.get(keyOf(offer)) ?? [];
      const at = openedAt + atRiskMs;
      outcomes.set(keyOf(offer), [
        ...list.filter((one) => one.at > at - 3_600_000),
        { at, hasCode: codeAfterMs !== undefined },
      ]);
    },
  };
}
