import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  negateDecimal,
  parseDecimal,
} from './decimal.ts';
import { NumrouteError } from './errors.ts';

/**
 * An amount of money. The amount is a plain decimal as text ("0.105"): vendors quote two to four
 * decimals, and binary floats would rank equal prices differently.
 */
export interface Money {
  readonly amount: string;
  /** ISO 4217 letters, or `IRT` for the Toman (10 IRR), which ISO does not list. */
  readonly currency: string;
}

let knownCurrencies: ReadonlySet<string> | undefined;

/** Whether the code is one of ISO 4217's, or `IRT`. */
export function isCurrency(code: string): boolean {
  knownCurrencies ??= new Set([...Intl.supportedValuesOf('currency'), 'IRT']);
  return knownCurrencies.has(code);
}

/**
 * Checks and normalises an amount: `money('0.2500', 'USD')` has amount `0.25`.
 *
 * @throws {NumrouteError} INVALID_INPUT Not a plain decimal, or not a currency.
 */
export function money(amount: string | number, currency: string): Money {
  const decimal = parseDecimal(String(amount));
  if (!decimal) {
    throw NumrouteError.input('amount', 'a plain decimal such as 0.25', describe(amount));
  }
  if (!isCurrency(currency)) {
    throw NumrouteError.input(
      'currency',
      'an ISO 4217 code such as USD, or IRT for Toman',
      describe(currency),
    );
  }
  return { amount: formatDecimal(decimal), currency };
}

/** Reads `0.5USD`, `0.5 USD` or `5600irt`. @throws {NumrouteError} INVALID_INPUT */
export function parseMoney(text: string, field = 'amount'): Money {
  const match = /^\s*(-?[\d.]+)\s*([A-Za-z]{3})\s*$/.exec(text);
  const decimal = match?.[1] === undefined ? undefined : parseDecimal(match[1]);
  const currency = match?.[2]?.toUpperCase() ?? '';
  if (!decimal || !isCurrency(currency)) {
    throw NumrouteError.input(
      field,
      'an amount with its currency, such as 0.5USD or 9000IRT',
      describe(text),
    );
  }
  if (decimal.units < 0n) throw NumrouteError.input(field, 'an amount that is not negative', describe(text));
  return { amount: formatDecimal(decimal), currency };
}

/** @throws {NumrouteError} INVALID_INPUT The money was not made by {@link money}. */
export function decimalOf(value: Money): Decimal {
  const decimal = parseDecimal(value.amount);
  if (!decimal) throw NumrouteError.input('amount', 'a plain decimal such as 0.25', describe(value.amount));
  return decimal;
}

/**
 * Negative, zero or positive, as `Array.prototype.sort` wants it.
 *
 * @throws {NumrouteError} INVALID_INPUT Different currencies: converting is the caller's decision.
 */
export function compareMoney(left: Money, right: Money): number {
  sameCurrency(left, right);
  return compareDecimals(decimalOf(left), decimalOf(right));
}

/** @throws {NumrouteError} INVALID_INPUT Different currencies. */
export function addMoney(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return { amount: formatDecimal(addDecimals(decimalOf(left), decimalOf(right))), currency: left.currency };
}

/** @throws {NumrouteError} INVALID_INPUT Different currencies. */
export function subtractMoney(left: Money, right: Money): Money {
  sameCurrency(left, right);
  const difference = addDecimals(decimalOf(left), negateDecimal(decimalOf(right)));
  return { amount: formatDecimal(difference), currency: left.currency };
}

/** An amount as text, for errors, evidence and logs: `0.25 USD`. The decimal stays exact; nothing is rounded or grouped. */
export function formatMoney({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}

function sameCurrency(left: Money, right: Money): void {
  if (left.currency === right.currency) return;
  throw NumrouteError.input('currency', `money in ${left.currency}; convert first`, right.currency);
}

function describe(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 40) ?? String(value);
}
