import { isCurrency, NumrouteError } from '@numroute/core';
import { hintOf, nearestOf } from '@numroute/http';
import { durationOf } from '../arguments.ts';

/** One thing that is wrong in a config file. */
export interface Mistake {
  /** Its place, such as `providers[0].settings.apiKey`. */
  readonly field: string;
  readonly expected: string;
  /** Both, and what came instead, if it is no secret. */
  readonly message: string;
}

/** In the details of an error about a config, beside the place and the fix of the first mistake. */
export interface Mistakes {
  /** As the caller knows the file. */
  readonly file: string;
  readonly mistakes: readonly Mistake[];
}

/** All that an error about settings tells of. @throws {unknown} The error itself, if it is about something else. */
export function mistakesOf(error: unknown): readonly Mistake[] {
  if (!NumrouteError.is(error, 'INVALID_INPUT')) throw error;
  const { message, details } = error;
  const { field, expected, mistakes } = details as Partial<Mistakes> & Omit<Mistake, 'message'>;
  return mistakes ?? [{ field, expected, message }];
}

export type Members = Readonly<Record<string, unknown>>;

/**
 * Goes through a config and notes what is wrong, so that all of it is told at once. What is wrong reads as
 * something harmless until `end`, which lets no config pass that has a mistake.
 */
export class Check {
  readonly #file: string;
  readonly #mistakes: Mistake[] = [];
  /** What a misspelt name stands for: that the right one is missing needs no word. */
  readonly #meant = new Set<string>();

  /** @param file As the caller knows it. */
  constructor(file: string) {
    this.#file = file;
  }

  get mistakes(): readonly Mistake[] {
    return this.#mistakes;
  }

  /** @throws {NumrouteError} INVALID_INPUT With all mistakes, if there is one. */
  end(): void {
    const error = this.error();
    if (error) throw error;
  }

  /** With all mistakes; undefined where there is none. */
  error(): NumrouteError<'INVALID_INPUT'> | undefined {
    const [first] = this.#mistakes;
    if (!first) return undefined;
    const count = this.#mistakes.length;
    const all = this.#mistakes.map(({ message }) => message).join('; ');
    const details = {
      field: first.field,
      expected: first.expected,
      file: this.#file,
      mistakes: this.#mistakes,
    } satisfies Mistakes & Omit<Mistake, 'message'>;
    const message = count === 1 ? first.message : `${count} mistakes in ${this.#file}: ${all}`;
    return new NumrouteError('INVALID_INPUT', message, details);
  }

  refuse(field: string, expected: string, got?: string): void {
    this.note(NumrouteError.input(field, expected, got));
  }

  /** Any other error than INVALID_INPUT is no mistake of the config and is thrown on. */
  note(error: unknown): void {
    for (const mistake of mistakesOf(error)) {
      const { field, message } = mistake;
      const isKnown = this.#meant.has(field) || this.#mistakes.some((known) => known.message === message);
      if (!isKnown) this.#mistakes.push(mistake);
    }
  }

  /** Whether something is wrong at this place or within it. */
  isWrong(place: string): boolean {
    return this.#mistakes.some(
      ({ field }) => field.startsWith(place) && ['', '.', '['].includes(field.charAt(place.length)),
    );
  }

  /** What `work` gives; undefined where it finds a mistake. */
  try<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.note(error);
      return undefined;
    }
  }

  text(value: unknown, place: string, expected: string): string {
    if (typeof value === 'string' && value !== '') return value;
    this.refuse(place, expected, kindOf(value));
    return '';
  }

  /** In milliseconds. */
  span(value: unknown, place: string): number {
    const text = this.text(value, place, 'a duration such as "90s", "10m" or "24h"');
    return (text && this.try(() => durationOf(text, place))) || 0;
  }

  currency(value: unknown, place: string): string {
    const expected = 'an ISO 4217 code such as "USD", or "IRT" for Toman';
    const code = this.text(value, place, expected);
    if (code && !isCurrency(code)) this.refuse(place, expected, JSON.stringify(code.slice(0, 20)));
    return code;
  }

  boolean(value: unknown, place: string): boolean {
    if (typeof value !== 'boolean') this.refuse(place, 'true or false', kindOf(value));
    return value === true;
  }

  /** What `each` makes of the items; nothing of those that are wrong. */
  list<T>(value: unknown, place: string, each: (item: unknown, place: string) => T | undefined): T[] {
    if (Array.isArray(value)) {
      return value.flatMap((item: unknown, at) => each(item, `${place}[${at}]`) ?? []);
    }
    this.refuse(place, 'a list [ … ]', kindOf(value));
    return [];
  }

  /** @param known Every name that means something there; undefined: any may. */
  object(value: unknown, place: string, known?: readonly string[]): Members | undefined {
    if (!isObject(value)) {
      this.refuse(place, 'an object { … }', kindOf(value));
      return undefined;
    }
    for (const name of Object.keys(value)) {
      if (known && !known.includes(name)) this.#refuseName(name, place, known, value);
    }
    return value;
  }

  #refuseName(name: string, place: string, known: readonly string[], among: Members): void {
    const within = place === 'config' ? '' : `${place}.`;
    const nearest = nearestOf(name, known);
    this.refuse(
      `${within}${name.slice(0, 40)}`,
      `one of ${known.join(', ')}`,
      `a name that means nothing here${hintOf(name, known)}`,
    );
    if (nearest !== undefined && !(nearest in among)) this.#meant.add(`${within}${nearest}`);
  }
}

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, without showing it. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
