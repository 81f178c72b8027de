import { decimalOf, formatDecimal, type Money, money, NumrouteError } from '@numroute/core';

/** Amounts of a vendor that counts in whole cents, thousandths and the like. */
export interface MinorUnits {
  /** `'14'` is 0.14 USD where cents of USD are counted. Undefined for what is no whole number from 0 on. */
  read(text: unknown): Money | undefined;
  /**
   * Rounded down, because a cap must never be loosened: 0.149 USD is `'14'` cents.
   *
   * @throws {NumrouteError} INVALID_INPUT The amount is in another currency.
   */
  write(amount: Money): string;
}

/**
 * Reads and writes amounts in whole cents, or in another unit of that kind.
 *
 * @param scale How many decimals of the currency one unit is: 2 for cents.
 */
export function minorUnits(currency: string, scale: number): MinorUnits {
  return {
    read: (text) =>
      typeof text === 'string' && /^\d{1,20}$/.test(text)
        ? money(formatDecimal({ units: BigInt(text), scale }), currency)
        : undefined,
    write(amount) {
      if (amount.currency !== currency) throw NumrouteError.input('maxPrice', `an amount in ${currency}`);
      const { units, scale: digits } = decimalOf(amount);
      return String((units * 10n ** BigInt(scale)) / 10n ** BigInt(digits));
    },
  };
}
