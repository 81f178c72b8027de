import {
  compareMoney,
  decimalOf,
  formatDecimal,
  formatMoney,
  type Money,
  NumrouteError,
} from '@numroute/core';
import type { Choice } from '@numroute/router';

export interface Wish {
  readonly service: string;
  readonly country?: string | readonly string[];
  /** The most the client pays, in any currency there is a rate for. */
  readonly maxPrice?: Money;
  readonly allowVirtual?: boolean;
  /** Of this pool alone; empty: of what has none. */
  readonly pool?: string;
  /** Prices are the client's. */
  readonly choice?: WishedChoice;
}

/** With the most for one number. */
export type CappedWish = Wish & { readonly maxPrice: Money };

/** Numbers are tried until one brings a code. */
export interface CodeWish extends CappedWish {
  /** For all numbers. */
  readonly maxSpend: Money;
  /** No code is of use later. Milliseconds. */
  readonly withinMs: number;
  /** To buy at most. */
  readonly numbers: number;
  /**
   * The next number is bought when its client calls the one before unfit, and never by itself; an order whose
   * code has come stays open for a further SMS. @default false
   */
  readonly byHand?: boolean;
}

/** Of a choice, with the floor as an amount. */
export type WishedChoice = Choice & { readonly minPrice?: Money };

/** All that makes one wish another one. */
export function printOf({ service, country, maxPrice, allowVirtual, choice }: Wish): string {
  const countries = country === undefined ? [] : [country].flat().sort();
  const most = maxPrice && [plainly(maxPrice), maxPrice.currency];
  return JSON.stringify([service, countries, most, allowVirtual, ...(choice ? [partsOf(choice)] : [])]);
}

/** As `printOf`. What `termsIn` reads comes first. */
export function codePrintOf({ maxSpend, withinMs, numbers, byHand, ...wish }: CodeWish): string {
  const parts = [wish.service, maxSpend.currency, withinMs, plainly(maxSpend), numbers, printOf(wish)];
  return JSON.stringify(byHand ? [...parts, 'byHand'] : parts);
}

/** What a code was asked for, by its print. */
export function termsIn(print: string): {
  readonly service: string;
  readonly currency: string;
  readonly withinMs: number;
} {
  const [service, currency, withinMs] = JSON.parse(print) as [string, string, number];
  return { service, currency, withinMs };
}

/** Alike however it was written: a client that asks again may not write it in the same order. */
function partsOf({ minPrice, ...rest }: WishedChoice): readonly unknown[] {
  const least = minPrice && ['minPrice', plainly(minPrice), minPrice.currency];
  const others = Object.entries(rest)
    .map(([name, part]) => [name, Array.isArray(part) ? [...new Set(part)].sort() : part] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return [least, ...others];
}

/** One text for an amount, however its client wrote it. */
const plainly = (price: Money): string => formatDecimal(decimalOf(price));

/** Refuses what cannot be bought anyway, in the words that fit. */
export function affordable(least: Money, cap: Money, left: Money): void {
  if (compareMoney(cap, least) < 0) throw aboveCap(least);
  if (compareMoney(left, least) < 0) throw budgetTooLow();
}

export function aboveCap(price: Money): NumrouteError<'PRICE_ABOVE_LIMIT'> {
  const message = `The cheapest costs ${formatMoney(price)}.`;
  return new NumrouteError('PRICE_ABOVE_LIMIT', message, { price });
}

export function otherWish(): NumrouteError<'INVALID_INPUT'> {
  return NumrouteError.input('idempotency-key', 'a key that was not used for another wish');
}

export function budgetTooLow(): NumrouteError<'INSUFFICIENT_FUNDS'> {
  return new NumrouteError('INSUFFICIENT_FUNDS', 'The budget of this token does not cover the price.', {});
}
