import { type Money, money, NumrouteError } from '@numroute/core';

/** @throws {NumrouteError} INVALID_INPUT Negative, or no amount at all. */
export function amountIn(currency: string, text: string): Money {
  const amount = money(text, currency);
  if (amount.amount.startsWith('-'))
    throw NumrouteError.input('amount', 'an amount that is not negative', text);
  return amount;
}
