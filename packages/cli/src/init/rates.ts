import { isCurrency, NumrouteError } from '@numroute/core';
import type { Rate } from '@numroute/router';
import { isRateValue } from '../config/config.ts';
import { lackingRates } from '../doctor/rates.ts';
import type { Asker } from './ask.ts';

const SHAPE = 'a rate such as USD/IRT=112000,source=tgju.org,asOf=2026-11-20';

/** @throws {NumrouteError} INVALID_INPUT */
export function parseRate(text: string): Rate {
  const [pair = '', ...parts] = text.split(',');
  const [, base = '', quote = '', value = ''] = /^([A-Z]{3})\/([A-Z]{3})=(.+)$/.exec(pair) ?? [];
  const more = new Map(parts.map((part) => [part.split('=')[0], part.slice(part.indexOf('=') + 1)]));
  const [source, asOf] = [more.get('source'), more.get('asOf')];
  if (!(source && asOf && isRateValue(value) && isCurrency(base) && isCurrency(quote))) {
    throw NumrouteError.input('--rate', SHAPE, JSON.stringify(text.slice(0, 80)));
  }
  return { base, quote, value, source, asOf };
}

export async function askCurrency(asker: Asker, currencies: readonly string[]): Promise<string> {
  const wrong = (answer: string): string | undefined =>
    isCurrency(answer.toUpperCase()) ? undefined : 'An ISO 4217 code such as USD, or IRT for Toman.';
  const usual = currencies.length === 1 ? currencies[0] : 'USD';
  const answer = await asker.line('Compare prices in which currency?', wrong, usual);
  return answer.toUpperCase();
}

/** Rates for what cannot be compared yet; an empty answer leaves a currency out. */
export async function askRates(
  asker: Asker,
  currency: string,
  currencies: readonly string[],
): Promise<Rate[]> {
  const rates: Rate[] = [];
  for (const quote of lackingRates(currency, [], currencies)) {
    const wrong = (answer: string): string | undefined =>
      answer === '' || isRateValue(answer) ? undefined : 'A decimal above zero, such as 112000, or nothing.';
    const value = await asker.line(
      `1 ${currency} is how many ${quote}? (nothing: leave offers in ${quote} out)`,
      wrong,
    );
    if (value === '') continue;
    const source = await asker.line('Where did you read that rate?', (answer) =>
      answer === '' ? 'Such as tgju.org.' : undefined,
    );
    const today = new Date().toISOString().slice(0, 10);
    const asOf = await asker.line(
      'Of which day is it?',
      (answer) => (isDay(answer) ? undefined : 'Such as 2026-11-20.'),
      today,
    );
    rates.push({ base: currency, quote, value, source, asOf });
  }
  return rates;
}

const isDay = (text: string): boolean => !Number.isNaN(Date.parse(text));
