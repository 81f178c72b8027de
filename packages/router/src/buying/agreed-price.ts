import {
  addDecimals,
  compareMoney,
  type Decimal,
  decimalOf,
  formatDecimal,
  type Money,
  money,
  multiplyDecimals,
  subtractMoney,
} from '@numroute/core';
import { expectedPrice, type RankedOffer } from '../quoting/rank.ts';
import { PLACES, type Rates } from '../quoting/rates.ts';

export interface Agreement {
  /** In the offer's currency. */
  readonly cap: Money;
  /** What the buyer allows above the price, as a share of it. */
  readonly tolerance: Decimal;
  /** The offer that would be bought instead. */
  readonly next: RankedOffer | undefined;
  readonly rates: Rates;
}

/**
 * The most that the vendor may take for an offer: what it costs, and with the buyer's leave more, but
 * then no more than the next offer costs, and never more than the cap.
 */
export function agreedPrice(ranked: RankedOffer, { cap, tolerance, next, rates }: Agreement): Money {
  const cost = expectedPrice(ranked);
  const instead = next && convertDown(expectedPrice(next), cost.currency, rates);
  const limits = [withTolerance(cost, tolerance), cap, ...(instead ? [instead] : [])];
  const least = limits.reduce((low, limit) => (compareMoney(limit, low) < 0 ? limit : low));
  return compareMoney(least, cost) < 0 ? cost : least;
}

function withTolerance(price: Money, tolerance: Decimal): Money {
  const { units, scale } = multiplyDecimals(
    decimalOf(price),
    addDecimals({ units: 1n, scale: 0 }, tolerance),
  );
  const extra = Math.max(0, scale - PLACES);
  const rounded = { units: units / 10n ** BigInt(extra), scale: scale - extra };
  return { amount: formatDecimal(rounded), currency: price.currency };
}

/** The amount in another currency, never worth more: rounding goes down. Undefined without a rate. */
export function convertDown(amount: Money, currency: string, rates: Rates): Money | undefined {
  let converted = rates.convert(amount, currency);
  // Over several rates a rounding grows: each step takes off ten times as much as the one before.
  for (let scale = PLACES; converted && scale > 0; scale -= 1) {
    const back = rates.convert(converted, amount.currency);
    if (!back || compareMoney(back, amount) <= 0) break;
    converted = subtractMoney(converted, money(formatDecimal({ units: 1n, scale }), currency));
  }
  return converted;
}
