import type { Offer } from '@numroute/core';
import type { Belief, Plan } from '../quoting/outlook.ts';
import type { RankContext, RankedOffer } from '../quoting/rank.ts';
import { LIFETIME_MS } from '../time/vendor-times.ts';
import { Beliefs } from './beliefs.ts';
import { cellOf, pathOf } from './chain.ts';
import { BINS, edge, reached } from './curve.ts';
import { gammaOf, normalOf } from './draw.ts';
import { type Best, indexOf, type Worth } from './plan.ts';
import { type Box, Steps } from './steps.ts';

/** A draw strays as if so many times the codes spoke for the mean: less is tried, and what is tried is likelier. */
const SPREAD = 2;
/** Until a number is there, in seconds. */
const PURCHASE = 3;
/** Of the least price, and of the cap. */
const [MINUTE, CODE, CODE_BY_CAP] = [0.1, 20, 2];
/** Whose minutes are dear wants the code all the more. */
const CODE_BY_MINUTE = CODE / MINUTE;

/** One offer, as it is judged by itself. */
export interface Judged {
  readonly one: RankedOffer;
  readonly belief: Belief;
  readonly box: Box;
  readonly index: Best;
}

/**
 * By their index, so many at least for certain: a code never costs less than a number, so the search ends
 * where numbers cost more than the last of them.
 */
export function best(
  ranked: readonly RankedOffer[],
  count: number,
  judge: (one: RankedOffer) => Judged,
): readonly Judged[] {
  const judged: Judged[] = [];
  const least: number[] = [];
  for (const one of ranked) {
    if (least.length === count && Number(one.comparable.amount) >= (least.at(-1) ?? 0)) break;
    const next = judge(one);
    judged.push(next);
    const { cost } = next.index;
    if (least.length === count && cost >= (least.at(-1) ?? 0)) continue;
    if (least.length === count) least.pop();
    let at = least.length;
    while (at > 0 && (least[at - 1] ?? 0) > cost) at -= 1;
    least.splice(at, 0, cost);
  }
  return judged.sort((one, other) => one.index.cost - other.index.cost);
}

/** Of the want's time, in seconds. */
export const leftOf = ({ plan }: RankContext): number => (plan?.leftMs ?? Number.POSITIVE_INFINITY) / 1_000;

export const longest = (boxes: readonly Box[]): number => Math.max(0, ...boxes.map(({ life }) => life));

/**
 * The least price above zero, by which minutes and codes are valued. Where all is free there is no money to
 * weigh them against, and any amount does.
 */
export function leastPrice(ranked: readonly Pick<RankedOffer, 'comparable'>[]): number {
  for (const { comparable } of ranked) {
    const price = Number(comparable.amount);
    if (price > 0) return price;
  }
  return 1;
}

/** @param price The least. */
export function worthOf(price: number, { plan, maxPrice, convert }: RankContext): Worth {
  const cap = maxPrice && convert(maxPrice);
  const minute = plan?.minute ? Number(plan.minute.amount) : MINUTE * price;
  const code = plan?.code
    ? Number(plan.code.amount)
    : Math.max(CODE * price, CODE_BY_CAP * Number(cap?.amount ?? 0), CODE_BY_MINUTE * minute);
  return { second: minute / 60, code };
}

export function judgeBy(context: RankContext, left: number, worth: Worth): (one: RankedOffer) => Judged {
  const { plan, believe = new Beliefs().at(0) } = context;
  const steps = new Steps();
  return (one) => {
    const { offer, comparable } = one;
    const belief = believe(offer);
    const { timing, traits } = context.manifest(offer.provider) ?? {};
    const box: Box = {
      price: Number(comparable.amount),
      hazards: belief.hazards,
      scale: scaleOf(offer, belief, plan),
      keeps: traits?.refundsOnCancel === false ? 1 : belief.keeps,
      purchase: PURCHASE / (1 - belief.phantom),
      cancelAfter: (timing?.cancelAfterMs ?? 0) / 1_000,
      life: (offer.lifetimeMs ?? timing?.lifetimeMs ?? LIFETIME_MS) / 1_000,
    };
    return { one, belief, box, index: indexOf(box, left, worth, steps) };
  };
}

/** What a draw and the want's own luck make of the hazards. */
function scaleOf(offer: Offer, { hazards, codes }: Belief, plan: Plan | undefined): number {
  const { seed, tried } = plan ?? {};
  const drawn = seed === undefined ? 1 : gammaOf(normalOf(seed, pathOf(offer)), codes * SPREAD);
  const times = (tried?.size && tried.get(cellOf(offer))) || 0;
  if (times === 0) return drawn;
  // A number in vain counts once more for the want that it failed.
  const orders = codes / (1 - reached(hazards, edge(BINS)).waits);
  return (drawn * orders) / (orders + times);
}
