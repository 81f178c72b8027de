import {
  type Decimal,
  decimalOf,
  formatDecimal,
  money,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
} from '@numroute/core';
import type { Rate } from '@numroute/router';
import type { Goods } from './stand-in.ts';

const perDollar: Readonly<Record<string, string>> = { IRT: '112000', RUB: '78', EUR: '0.86' };

/** Made up, and dated today. */
export function sandboxRates(currencies: Iterable<string>): readonly Rate[] {
  const asOf = new Date().toISOString().slice(0, 10);
  return [...new Set(currencies)].flatMap((quote) => {
    const value = perDollar[quote];
    return value === undefined ? [] : [{ base: 'USD', quote, value, source: 'sandbox', asOf }];
  });
}

/** What a vendor without a market of its own sells. @param decimals How many its amounts may have. */
export function usualGoods(
  countries: readonly string[],
  currency: string,
  decimals: number = 2,
): readonly Goods[] {
  const one: Decimal = parseDecimal(perDollar[currency] ?? '1') ?? { units: 1n, scale: 0 };
  const priced = (cents: number): string => {
    const dollars = decimalOf(money(`${cents / 100}`, 'USD'));
    return formatDecimal(roundDecimal(multiplyDecimals(dollars, one), decimals));
  };
  return countries.flatMap((country, n) => [
    { service: 'telegram', country, price: priced(12 + n * 9), stock: 9 },
    { service: 'whatsapp', country, price: priced(31 + n * 9), stock: 140 },
  ]);
}
