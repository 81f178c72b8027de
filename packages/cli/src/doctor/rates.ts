import type { Money } from '@numroute/core';
import { createRates, type Rate } from '@numroute/router';
import type { Config } from '../config/config.ts';
import { describeRate, plural } from '../printing/format.ts';
import type { Finding } from './finding.ts';

const DAY_MS = 86_400_000;
/** From then on a rate is said to be old. */
const OLD_DAYS = 7;

/**
 * Whether every balance can be compared, and how old the rates are.
 *
 * @param balances Whose currencies are those of the prices.
 */
export function rateFindings(
  { currency, rates }: Pick<Config, 'currency' | 'rates'>,
  balances: readonly Money[],
  now: number,
): readonly Finding[] {
  const currencies = [...new Set(balances.map((balance) => balance.currency))];
  return [...missing(currency, rates, currencies), ...rates.map((rate, index) => ageOf(rate, index, now))];
}

function missing(
  currency: string | undefined,
  rates: readonly Rate[],
  currencies: readonly string[],
): readonly Finding[] {
  if (currency === undefined) {
    if (currencies.length < 2) return [];
    const message = `prices are in ${currencies.join(', ')}, and nothing says which to compare in`;
    return [{ status: 'warn', check: 'rates', message, fix: 'add "currency": "USD" to the config' }];
  }
  const lacking = lackingRates(currency, rates, currencies);
  if (lacking.length === 0 && currencies.length > 0) {
    const message = `${currencies.join(', ')}: all can be compared in ${currency}`;
    return [{ status: 'ok', check: 'rates', message }];
  }
  return lacking.map((from) => ({
    status: 'warn',
    check: 'rates',
    message: `no rate leads from ${from} to ${currency}: offers in ${from} are left out`,
    fix: `add {"base": "${currency}", "quote": "${from}", "value": "…", "source": "…", "asOf": "…"} to rates`,
  }));
}

/** Which of the currencies cannot be converted into this one. */
export function lackingRates(
  currency: string,
  rates: readonly Rate[],
  from: readonly string[],
): readonly string[] {
  const { convert } = createRates(rates);
  return from.filter((one) => convert({ amount: '1', currency: one }, currency) === undefined);
}

function ageOf(rate: Rate, index: number, now: number): Finding {
  const days = Math.floor((now - Date.parse(rate.asOf)) / DAY_MS);
  const message = `${describeRate(rate)}: ${days < 0 ? 'of a day to come' : `${plural(days, 'day')} old`}`;
  if (days >= -1 && days <= OLD_DAYS) return { status: 'ok', check: 'rates', message };
  return {
    status: 'warn',
    check: 'rates',
    message,
    fix: `read it anew, and write value, source and asOf into rates[${index}]`,
  };
}
