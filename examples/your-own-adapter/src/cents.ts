import { decimalOf, formatDecimal, type Money, money, NumrouteError } from '@numroute/core';
import type { Json } from '@numroute/http';

/** The page: "All amounts are whole US cents, as text." */
const currency = 'USD';

/** `'14'` is 0.14 USD. Undefined for what is no amount: a guess would be a made-up price. */
export function moneyOf(cents: Json | undefined): Money | undefined {
  if (typeof cents !== 'string' || !/^\d{1,20}$/.test(cents)) return undefined;
  return money(formatDecimal({ units: BigInt(cents), scale: 2 }), currency);
}

/**
 * Rounded down: a cap is never loosened.
 *
 * @throws {NumrouteError} INVALID_INPUT Not in the vendor's currency.
 */
export function centsOf(amount: Money): string {
  if (amount.currency !== currency) throw NumrouteError.input('maxPrice', `an amount in ${currency}`);
  const { units, scale } = decimalOf(amount);
  return String((units * 100n) / 10n ** BigInt(scale));
}
