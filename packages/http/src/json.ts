import { JsonCursor } from './price-list/json-cursor.ts';

/** JSON whose numbers are the text that they were written as: a float would round a price or an id. */
export type Json = null | boolean | string | readonly Json[] | { readonly [name: string]: Json };

/** What is longer is a list, which is read in steps. */
const LONGEST = 1_048_576;
/** So many are built in some thirty milliseconds, in which nobody else has a turn: a list of 4,000 open orders. */
const MOST_VALUES = 60_000;

/**
 * The value of a whole reply, built at once. Undefined for what is no JSON, was cut off, or is more than
 * 1 MiB or 60,000 values: lists of that size are for `JsonCursor`.
 */
export function parseJson(text: string): Json | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const cursor = new JsonCursor(text);
    const value = read(cursor, { left: MOST_VALUES });
    cursor.end();
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function read(cursor: JsonCursor, values: { left: number }): Json {
  values.left -= 1;
  if (values.left < 0) throw new SyntaxError('too many values');
  // The values are counted, so no pause is needed.
  cursor.mustPause();
  if (cursor.readScalar()) return cursor.isString ? cursor.text : literalOf(cursor.text);
  if (cursor.enterList()) {
    const items: Json[] = [];
    while (cursor.nextItem()) items.push(read(cursor, values));
    return items;
  }
  cursor.enterObject();
  const members: [string, Json][] = [];
  while (cursor.nextKey()) {
    const name = cursor.text;
    members.push([name, read(cursor, values)]);
  }
  // Makes each an own property, also one that is called `__proto__`.
  return Object.fromEntries(members);
}

function literalOf(text: string): Json {
  if (text === 'null') return null;
  return text === 'true' || (text !== 'false' && text);
}

/** The members of an object; undefined for anything else. A map, because names are the vendor's: `__proto__` is one like any other. */
export function membersOf(value: unknown): ReadonlyMap<string, Json> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}
