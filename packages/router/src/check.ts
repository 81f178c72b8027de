import { NumrouteError } from '@numroute/core';

/** What every call takes: a signal that ends the waiting. It never undoes a purchase. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** What an option must be, for callers whose compiler does not say so. */
interface Rule {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

export const aSignal: Rule = { expected: 'an AbortSignal', fits: (value) => value instanceof AbortSignal };
export const aBoolean: Rule = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };
export const aFunction: Rule = { expected: 'a function', fits: (value) => typeof value === 'function' };
export const milliseconds: Rule = {
  expected: 'milliseconds from 0 up',
  fits: (value) => isNumber(value) && value >= 0,
};
export const fromOne: Rule = {
  expected: 'a whole number from 1 up',
  fits: (value) => isNumber(value) && Number.isInteger(value) && value >= 1,
};
export const aText = (most?: number): Rule => ({
  expected: most === undefined ? 'a text that is not empty' : `1 to ${most} characters`,
  fits: (value) => typeof value === 'string' && value !== '' && !(most && value.length > most),
});
/** The keys are all the words that there are: a word that is missing here does not compile. */
export const oneOf = <W extends string>(words: Readonly<Record<W, true>>): Rule => ({
  expected: `one of ${Object.keys(words).join(', ')}`,
  fits: (value) => typeof value === 'string' && Object.hasOwn(words, value),
});

export type Rules<T> = { readonly [K in keyof T]?: Rule };

/**
 * Options that are absent are fine.
 *
 * @throws {NumrouteError} INVALID_INPUT Names the option and what it must be.
 */
export function check<T extends object>(options: T, rules: Rules<T>): void {
  if (typeof options !== 'object' || options === null)
    throw NumrouteError.input('options', 'an object', shown(options));
  for (const [field, rule] of Object.entries<Rule | undefined>(rules)) {
    const value = (options as Readonly<Record<string, unknown>>)[field];
    if (value !== undefined && rule && !rule.fits(value))
      throw NumrouteError.input(field, rule.expected, shown(value));
  }
}

/** A value as an error shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return value === null || typeof value !== 'object' ? String(value).slice(0, 40) : 'an object';
}
