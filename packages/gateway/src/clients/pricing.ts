import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOf,
  formatDecimal,
  type Money,
  multiplyDecimals,
  parseDecimal,
} from '@numroute/core';
import type { Margin } from './settings.ts';

/** Between what a number costs us and what a client pays for it, both in the client's currency. */
export interface Pricing {
  readonly currency: string;
  /** The client's price: margin added, rounded up to the currency's places. */
  sale(cost: Money): Money;
  /** The most that we may spend so that the client pays no more than this. May be zero or less. */
  costWithin(sale: Money): Money;
  /** The least that we spend for the client to pay no less than this. May be zero or less. */
  costFrom(sale: Money): Money;
}

const HUNDRED: Decimal = { units: 100n, scale: 0 };
const NOUGHT: Decimal = { units: 0n, scale: 0 };

/** More is a typing error: eleven times the cost sells nothing. */
const MOST_PERCENT: Decimal = { units: 1_000n, scale: 0 };

/** What `isPercent` wants, in words. */
export const PERCENT = 'a plain decimal from 0 to 1000, such as "12.5"';

/** Whether a margin can have it. */
export function isPercent(text: string): boolean {
  const value = /^\d{1,4}(?:\.\d{1,18})?$/.test(text) ? parseDecimal(text) : undefined;
  return value !== undefined && compareDecimals(value, MOST_PERCENT) <= 0;
}

/** Toman have no coins, though no standard lists them. */
const placesOf = (currency: string): number => {
  if (currency === 'IRT') return 0;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  // Vendors quote cents to two more places.
  return maximumFractionDigits === 0 ? 0 : maximumFractionDigits + 2;
};

export function pricingOf(currency: string, { percent = '0', fixed = '0' }: Margin = {}): Pricing {
  const share = parseDecimal(percent) ?? NOUGHT;
  const extra = parseDecimal(fixed) ?? NOUGHT;
  // (100 + percent) / 100, with no division: the point moves.
  const sum = addDecimals(HUNDRED, share);
  const factor: Decimal = { units: sum.units, scale: sum.scale + 2 };
  const places = placesOf(currency);
  const sale = (cost: Money): Money => {
    const exact = addDecimals(multiplyDecimals(decimalOf(cost), factor), extra);
    return { amount: formatDecimal(roundUp(exact, places)), currency };
  };
  return {
    currency,
    sale,
    costWithin: (most) => {
      const left = addDecimals(roundDown(decimalOf(most), places), { ...extra, units: -extra.units });
      return { amount: formatDecimal(divideDown(left, factor, 12)), currency };
    },
    costFrom: (least) => {
      // Whatever is above the price one step below is rounded up to it.
      const shown = roundUp(decimalOf(least), places);
      const below = addDecimals(shown, { units: -1n, scale: places });
      const left = addDecimals(below, { ...extra, units: -extra.units });
      const { units, scale } = divideDown(left, factor, 12);
      return { amount: formatDecimal({ units: units + 1n, scale }), currency };
    },
  };
}

export const isPositive = ({ amount }: Money): boolean => {
  const decimal = parseDecimal(amount);
  return decimal !== undefined && compareDecimals(decimal, NOUGHT) > 0;
};

function roundUp(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  const step = 10n ** BigInt(value.scale - scale);
  return { units: -floor(-value.units, step), scale };
}

function roundDown(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  return { units: floor(value.units, 10n ** BigInt(value.scale - scale)), scale };
}

function divideDown(dividend: Decimal, divisor: Decimal, scale: number): Decimal {
  return {
    units: floor(
      dividend.units * 10n ** BigInt(scale + divisor.scale),
      divisor.units * 10n ** BigInt(dividend.scale),
    ),
    scale,
  };
}

/** BigInt's own division cuts towards zero. */
function floor(top: bigint, bottom: bigint): bigint {
  const quotient = top / bottom;
  return top % bottom < 0n ? quotient - 1n : quotient;
}
