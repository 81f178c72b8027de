import {
  formatDecimal,
  isCurrency,
  type Money,
  NumrouteError,
  parseCountry,
  parseDecimal,
  parseMoney,
} from '@numroute/core';
import { hintOf } from '@numroute/http';
import type { Choice } from '@numroute/router';

/** `EE,GB` as canonical codes; absent: everywhere. */
export function countriesOf(text: string | undefined): readonly string[] | undefined {
  return text === undefined
    ? undefined
    : [...new Set(text.split(',').map((word) => parseCountry(word, '--country')))];
}

export function capOf(text: string | undefined): Money | undefined {
  return text === undefined ? undefined : parseMoney(text, '--max');
}

/** Which offers come into question, as `compare` and `buy` take it. */
export interface ChoiceFlags {
  readonly min?: string;
  readonly provider?: string;
  readonly exceptProvider?: string;
  readonly pool?: string;
  readonly exceptPool?: string;
  readonly minStock?: string;
  readonly minRate?: string;
}

/** `arzancell,fivesim` as names; absent: all. */
export function namesOf(text: string | undefined, field: string): readonly string[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  if (!names?.includes('')) return names;
  throw NumrouteError.input(field, 'one name or more, parted by commas', JSON.stringify(text));
}

export function choiceOf(flags: ChoiceFlags): Choice {
  const { min, minStock, minRate } = flags;
  const providers = namesOf(flags.provider, '--provider');
  const exceptProviders = namesOf(flags.exceptProvider, '--except-provider');
  const pools = namesOf(flags.pool, '--pool');
  const exceptPools = namesOf(flags.exceptPool, '--except-pool');
  return {
    ...(min !== undefined && { minPrice: parseMoney(min, '--min') }),
    ...(providers && { providers }),
    ...(exceptProviders && { exceptProviders }),
    ...(pools && { pools }),
    ...(exceptPools && { exceptPools }),
    ...(minStock !== undefined && { minStock: wholeOf(minStock, '--min-stock', 1, 999_999_999) }),
    ...(minRate !== undefined && { minSuccessRate: Number(shareOf(minRate, '--min-rate')) }),
  };
}

/** `10%` as the share `0.1`. */
export function shareOf(text: string, field: string): string {
  const [, percent = ''] = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text.trim()) ?? [];
  const parsed = parseDecimal(percent);
  if (parsed && Number(percent) <= 100) return formatDecimal({ ...parsed, scale: parsed.scale + 2 });
  throw NumrouteError.input(field, 'a share from 0% to 100%, such as 10%', JSON.stringify(text.slice(0, 20)));
}

export function currencyOf(text: string | undefined, field = '--in'): string | undefined {
  if (text === undefined) return undefined;
  const code = text.trim().toUpperCase();
  if (isCurrency(code)) return code;
  throw NumrouteError.input(
    field,
    'an ISO 4217 code such as USD, or IRT for Toman',
    JSON.stringify(text.slice(0, 20)),
  );
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `90s`, `10m`, `1h`, `7d` in milliseconds. */
export function durationOf(text: string, field: string, least: number = 1): number {
  const [, count, unit = ''] = /^(\d{1,5})(ms|[smhd])$/.exec(text.trim()) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (ms >= least) return ms;
  throw NumrouteError.input(
    field,
    'a duration such as 90s, 10m, 1h or 7d',
    JSON.stringify(text.slice(0, 20)),
  );
}

/** The error of a word that is none of those that are known, with the one that may have been meant. */
export const noneOf = (field: string, word: string, known: readonly string[]): NumrouteError =>
  NumrouteError.input(
    field,
    `one of ${known.join(', ')}${hintOf(word, known)}`,
    JSON.stringify(word.slice(0, 40)),
  );

export function wholeOf(text: string, field: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw NumrouteError.input(
    field,
    `a whole number from ${least} to ${most}`,
    JSON.stringify(text.slice(0, 20)),
  );
}
