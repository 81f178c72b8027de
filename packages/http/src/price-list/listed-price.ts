import { compareDecimals, parseDecimal } from '@numroute/core';
import { textOf } from './bytes.ts';
import type { Place } from './names.ts';

/** An exact decimal, `units / 10^scale`; a `bigint` only where a number could not hold it. */
export interface ListedPrice {
  readonly units: number | bigint;
  readonly scale: number;
}

/** So many digits are exact in a number, whatever they are. */
const EXACT_DIGITS = 15;
/** What a column of 64 bits holds. */
const LARGEST = 2n ** 63n - 1n;

/**
 * The price that stands in the bytes; undefined for what is not a plain decimal above zero: a
 * router must never see a free offer.
 */
export function readPrice({ source, from, to }: Place): ListedPrice | undefined {
  let units = 0;
  let scale = -1;
  if (to - from > EXACT_DIGITS) return readLongPrice(textOf(source, from, to));
  for (let at = from; at < to; at += 1) {
    const code = source[at] ?? 0;
    if (code >= 48 && code <= 57) {
      units = units * 10 + (code - 48);
      if (scale >= 0) scale += 1;
    } else if (code === 46 && scale < 0 && at > from) scale = 0;
    else return readLongPrice(textOf(source, from, to));
  }
  // Neither `5.` nor nothing at all.
  if (units === 0 || scale === 0) return undefined;
  return { units, scale: Math.max(scale, 0) };
}

/** Blanks around it, or digits that only a bigint holds. */
function readLongPrice(text: string): ListedPrice | undefined {
  const decimal = parseDecimal(text.trim());
  if (!decimal || decimal.units <= 0n) return undefined;
  let { units, scale } = decimal;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return units <= LARGEST ? { units, scale } : undefined;
}

/** A count of at most fifteen digits; null for anything else. */
export function readStock({ source, from, to }: Place): number | null {
  if (to === from || to - from > EXACT_DIGITS) return null;
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const code = source[at] ?? 0;
    if (code < 48 || code > 57) return null;
    count = count * 10 + (code - 48);
  }
  return count;
}

/** By value: `0.70` is below `0.8`, whatever their digits. */
export function comparePrices(left: ListedPrice, right: ListedPrice): number {
  const { units: mine, scale } = left;
  const { units: theirs, scale: other } = right;
  if (typeof mine === 'number' && typeof theirs === 'number') {
    if (scale === other) return mine - theirs;
    const a = mine * 10 ** Math.max(0, other - scale);
    const b = theirs * 10 ** Math.max(0, scale - other);
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return a - b;
  }
  return compareDecimals({ units: BigInt(mine), scale }, { units: BigInt(theirs), scale: other });
}
