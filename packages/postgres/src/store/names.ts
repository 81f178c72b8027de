import { NumrouteError } from '@numroute/core';

/** Short enough that the names of tables and channels that hold it are not cut by PostgreSQL. */
const NAME = /^[a-z_][a-z0-9_]{0,39}$/;

/** @throws {NumrouteError} INVALID_INPUT It could need quoting, or be cut. */
export function checkName(field: string, name: unknown): string {
  if (typeof name === 'string' && NAME.test(name)) return name;
  const expected = 'lower-case letters, digits and underscores, 40 at most, beginning with a letter';
  throw NumrouteError.input(field, expected, JSON.stringify(name));
}

/**
 * A text as a value that PostgreSQL can store: it has no NUL, and half a surrogate is none of its letters.
 * Different texts stay different.
 */
export const cell = (text: string): string => JSON.stringify(text).slice(1, -1);

export const maybeCell = (text: string | undefined): string | null =>
  text === undefined ? null : cell(text);

/** What `cell` was made of. */
export const textOf = (stored: unknown): string => JSON.parse(`"${String(stored)}"`) as string;

/** Words of our own, such as states, as a list in SQL. A caller's text goes in as a value. */
export const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
