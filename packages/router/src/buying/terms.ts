import {
  compareDecimals,
  type Decimal,
  formatDecimal,
  isCurrency,
  type Money,
  money,
  NumrouteError,
  parseCountry,
  parseDecimal,
  parseMoney,
  parseService,
} from '@numroute/core';
import { aBoolean, aSignal, aText, check, fromOne, milliseconds, shown } from '../check.ts';
import type { BuyOptions, Want } from '../router.ts';

/** What a buyer agrees to, checked and complete. */
export interface Terms {
  readonly maxPrice: Money;
  /** A share of the price. */
  readonly tolerance: Decimal;
  readonly allowVirtual: boolean;
  readonly attempts: number;
  readonly key?: string;
  readonly buyer?: string;
  readonly settleForMs?: number;
}

const NONE: Decimal = { units: 0n, scale: 0 };
const ALL: Decimal = { units: 1n, scale: 0 };

/** @throws {NumrouteError} INVALID_INPUT Names the option and what it must be. */
export function termsOf(options: BuyOptions | undefined): Terms {
  const given = (options ?? {}) as Partial<BuyOptions>;
  check(given, {
    signal: aSignal,
    allowVirtual: aBoolean,
    attempts: fromOne,
    key: aText(200),
    buyer: aText(),
    settleForMs: milliseconds,
  });
  const { allowVirtual = false, attempts = 5, key, buyer, settleForMs } = given;
  return {
    maxPrice: capOf(given.maxPrice),
    tolerance: shareOf(given.tolerance),
    allowVirtual,
    attempts,
    ...(key !== undefined && { key }),
    ...(buyer !== undefined && { buyer }),
    ...(settleForMs !== undefined && { settleForMs }),
  };
}

/** All that makes one `buy` another one. */
export function printOf(
  { service, country }: Want,
  { maxPrice, tolerance, allowVirtual, buyer }: Terms,
): string {
  const countries = typeof country === 'string' ? [country] : [...(country ?? [])].sort();
  return JSON.stringify({
    service,
    countries,
    maxPrice: [maxPrice.amount, maxPrice.currency],
    allowVirtual,
    buyer,
    ...(tolerance.units > 0n && { tolerance: formatDecimal(tolerance) }),
  });
}

/** @throws {NumrouteError} INVALID_INPUT Names `maxPrice` and how to write it. */
export function capOf(maxPrice: unknown): Money {
  const cap = typeof maxPrice === 'string' ? parseMoney(maxPrice, 'maxPrice') : moneyOf(maxPrice);
  if ((parseDecimal(cap.amount)?.units ?? 0n) > 0n) return cap;
  throw NumrouteError.input('maxPrice', 'an amount above zero', shown(cap.amount));
}

function moneyOf(value: unknown): Money {
  if (typeof value !== 'object' || value === null)
    throw NumrouteError.input('maxPrice', "the most to pay, such as '0.50 USD'", shown(value));
  const { amount, currency } = value as Partial<Money>;
  if (!parseDecimal(String(amount)))
    throw NumrouteError.input('maxPrice.amount', "a plain decimal such as '0.50'", shown(amount));
  if (typeof currency !== 'string' || !isCurrency(currency))
    throw NumrouteError.input('maxPrice.currency', 'an ISO 4217 code such as USD, or IRT', shown(currency));
  return money(String(amount), currency);
}

function shareOf(tolerance: unknown): Decimal {
  if (tolerance === undefined) return NONE;
  const isText = typeof tolerance === 'string' || typeof tolerance === 'number';
  const share = isText ? parseDecimal(String(tolerance)) : undefined;
  if (share && compareDecimals(share, NONE) >= 0 && compareDecimals(share, ALL) <= 0) return share;
  const expected = 'a share from 0 to 1, such as 0.1 for a tenth above the price';
  throw NumrouteError.input('tolerance', expected, shown(tolerance));
}

/**
 * A want in canonical words, whatever words of a person's it came in.
 *
 * @throws {NumrouteError} INVALID_INPUT With the nearest known slugs.
 */
export function canonical(want: Want): Want {
  const { service, country } = partsOf(want);
  if (typeof service !== 'string')
    throw NumrouteError.input('service', 'a known service such as telegram', shown(service));
  return { service: parseService(service), ...placed(country) };
}

/** As `canonical`; a service that is left out means all of them. */
export function canonicalQuery(query: Partial<Want>): Partial<Want> {
  const { service, country } = partsOf(query);
  return service === undefined
    ? placed(country)
    : canonical({ service, ...(country !== undefined && { country }) });
}

function partsOf(want: Partial<Want> | undefined): Partial<Want> {
  if (typeof want === 'object' && want !== null) return want;
  throw NumrouteError.input('want', "an object such as { service: 'telegram', country: 'EE' }", shown(want));
}

function placed(country: unknown): Pick<Want, 'country'> {
  if (country === undefined) return {};
  const words: readonly unknown[] = Array.isArray(country) ? country : [country];
  if (words.length === 0)
    throw NumrouteError.input('country', 'at least one country, or none at all for any');
  const codes = words.map((word) => {
    if (typeof word === 'string') return parseCountry(word);
    throw NumrouteError.input('country', 'an ISO 3166-1 alpha-2 code such as EE or GB', shown(word));
  });
  const [first = ''] = codes;
  return { country: Array.isArray(country) ? [...new Set(codes)] : first };
}
