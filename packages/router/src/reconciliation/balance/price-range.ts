import {
  compareMoney,
  type Decimal,
  decimalOf,
  formatDecimal,
  type Manifest,
  type Money,
  multiplyDecimals,
} from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { PriceRange } from './statement.ts';

const HALF: Decimal = { units: 5n, scale: 1 };
const NEARLY_TWICE: Decimal = { units: 19n, scale: 1 };

/**
 * What a purchase may have cost where nobody has told: prices change between a list and a purchase,
 * but not to any amount. Twice the price is rather two purchases. A vendor with a price guard was told
 * no more than the cap.
 */
export function mayBeCharged(
  { offer: { price }, maxPrice }: Pick<JournalEntry, 'offer' | 'maxPrice'>,
  { traits: { priceGuard } }: Manifest,
): PriceRange {
  const least = times(price, HALF);
  const most = times(price, NEARLY_TWICE);
  const isCapped =
    priceGuard &&
    maxPrice.currency === price.currency &&
    compareMoney(maxPrice, price) >= 0 &&
    compareMoney(maxPrice, most) < 0;
  return { least, most: isCapped ? maxPrice : most, quoted: price };
}

function times(amount: Money, factor: Decimal): Money {
  return { amount: formatDecimal(multiplyDecimals(decimalOf(amount), factor)), currency: amount.currency };
}
