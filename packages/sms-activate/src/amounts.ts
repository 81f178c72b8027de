import { isCurrency, type Money, money, parseDecimal, saysNothing } from '@numroute/core';

/** The ISO 4217 numbers that sites of this family write beside amounts. */
const numbers: ReadonlyMap<string, number> = new Map([
  ['USD', 840],
  ['RUB', 643],
  ['EUR', 978],
  ['GBP', 826],
  ['CNY', 156],
  ['KZT', 398],
  ['UAH', 980],
  ['IRR', 364],
]);

const letters: ReadonlyMap<string, string> = new Map(
  [...numbers].map(([currency, number]) => [String(number), currency] as const),
);

/** The ISO 4217 number; undefined for a currency that has none or that no client expects. */
export function currencyNumber(currency: string): number | undefined {
  return numbers.get(currency);
}

/** ISO letters of the vendor's currency, which comes as letters or as a number; undefined for an unknown one. */
export function currencyOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const told = value.trim().toUpperCase();
  return letters.get(told) ?? (isCurrency(told) ? told : undefined);
}

/**
 * Whether a label beside an amount leaves the account's currency standing. A site was seen to write the
 * number of the ruble beside amounts in dollars, so a label never changes the currency of an amount.
 */
export function agrees(label: unknown, currency: string): boolean {
  if (label === undefined || label === null) return true;
  if (typeof label === 'string' && saysNothing(label)) return true;
  return currencyOf(label) === currency;
}

/**
 * What was charged, in the account's currency. Undefined where the vendor does not say it: no amount, an
 * amount of zero, or a label of another currency. The balance decides then.
 */
export function chargeOf(amount: unknown, label: unknown, currency: string): Money | undefined {
  if (typeof amount !== 'string' || !agrees(label, currency)) return undefined;
  const decimal = parseDecimal(amount.trim());
  return decimal && decimal.units > 0n ? money(amount.trim(), currency) : undefined;
}
