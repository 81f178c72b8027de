import { money, type Offer } from '@numroute/core';
import type { Outlook } from '../quoting/outlook.ts';
import { cheapest, type RankContext, type RankedOffer, type Strategy } from '../quoting/rank.ts';
import { reached } from './curve.ts';
import { best, type Judged, judgeBy, leastPrice, leftOf, longest, worthOf } from './judge.ts';
import { type Best, goOn, planOf } from './plan.ts';

/** So many offers are planned with; the others are ranked by their index. */
const PLANNED = 8;
/** Where nothing is decided, so many are found for certain. */
const SHOWN = 32;
/**
 * Least expected cost of a delivered code first: money that will be kept, and minutes at a price. The
 * best offers are planned with, as what is left of the time allows; the others follow by their index, and
 * what costs more by its price alone follows by its price. Only the best have an outlook. Without any
 * history, at equal terms, this is the order of `cheapest`.
 *
 * Its arithmetic is in floating point: it orders and excludes offers, and no amount of it is ever charged
 * or held against a cap.
 */
export const value: Strategy = (offers, context) => {
  const { ranked, excluded } = cheapest(offers, context);
  const worth = worthOf(leastPrice(ranked), context);
  const left = leftOf(context);
  const count = context.plan ? PLANNED : SHOWN;
  const judged = best(ranked, count, judgeBy(context, left, worth));
  const first = judged.slice(0, PLANNED);
  const boxes = first.map(({ box }) => box);
  const plans = planOf(boxes, Math.min(left, longest(boxes)), worth);
  const planned = first
    .map((one, at) => ({ one, plan: plans[at] ?? one.index }))
    .sort((one, other) => one.plan.cost - other.plan.cost);
  const isWorthIt = ({ one, plan }: (typeof planned)[number]): boolean =>
    one.index.cost <= worth.code && plan.cost < worth.code;
  // Both are in the order of what they cost.
  const [known, others] = [judged.slice(PLANNED), ranked.slice(judged.length)];
  const ofKnown = known.findLastIndex(({ index }) => index.cost <= worth.code) + 1;
  const ofOthers = others.findLastIndex(({ comparable }) => Number(comparable.amount) <= worth.code) + 1;
  const poor = [
    ...planned.filter((one) => !isWorthIt(one)).map(({ one }) => one.one),
    ...known.slice(ofKnown).map(({ one }) => one),
    ...others.slice(ofOthers),
  ];
  return {
    ranked: [
      ...planned.filter(isWorthIt).map(({ one, plan }) => withOutlook(one, plan)),
      ...known
        .slice(0, ofKnown)
        .map((one, at) => (at < count - PLANNED ? withOutlook(one, one.index) : one.one)),
      ...others.slice(0, ofOthers),
    ],
    excluded: [
      ...excluded,
      ...poor.map(({ comparable, ...named }) => ({ ...named, why: 'poor-outlook' as const })),
    ],
  };
};

/**
 * The age in milliseconds at which an order that waits is to be given up: now where it is no more than its age.
 *
 * @param live As it was bought: its offer, and what it costs.
 * @param ageMs Since its code was asked for.
 * @param offers What could be bought instead.
 * @param context As for a new ranking, with the time that is left now.
 */
export function giveUpAfter(
  live: Offer,
  ageMs: number,
  offers: Iterable<Offer>,
  context: RankContext,
): number {
  // Where no rate is known any more, its price is no reason for anything.
  const comparable = context.convert(context.charges(live) ?? live.price) ?? { amount: '0', currency: '' };
  const { ranked } = cheapest(offers, context);
  const worth = worthOf(leastPrice(ranked.length > 0 ? ranked : [{ comparable }]), context);
  const left = leftOf(context);
  const judge = judgeBy(context, left, worth);
  const { box } = judge({ offer: live, comparable });
  const boxes = best(ranked, PLANNED, judge)
    .slice(0, PLANNED)
    .map((one) => one.box);
  const { until } = goOn(box, ageMs / 1_000, boxes, Math.min(left, longest([box, ...boxes])), worth);
  return until * 1_000;
}

function withOutlook({ one, belief, box, index }: Judged, plan: Best): RankedOffer {
  const { waits, waited } = reached(box.hazards, plan.until);
  const chance = 1 - waits;
  const outlook: Outlook = {
    chance,
    meanMs: chance > 0 ? ((waited - waits * plan.until) / chance) * 1_000 : 0,
    giveUpAfterMs: plan.until * 1_000,
    perCode: money(fourDigits(index.cost), one.comparable.currency),
    evidence: belief.evidence,
    from: belief.from,
  };
  return { ...one, outlook };
}

/** Vendors quote fractions of a cent: rounded to cents, all codes would cost the same. */
function fourDigits(amount: number): string {
  const places = 3 - Math.floor(Math.log10(amount));
  return amount.toFixed(Math.min(Math.max(places, 0), 12));
}
