import { JsonCursor } from './json-cursor.ts';

/** JSON whose numbers are the text that they were written as: a float would round a price or an id. */
export type Json = null | boolean | string | readonly Json[] | { readonly [name: string]: Json };

/** Undefined for what is no JSON, was cut off, or nests deeper than any vendor does. */
export function parseJson(text: string): Json | undefined {
  try {
    const cursor = new JsonCursor(text);
    const value = read(cursor);
    cursor.end();
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function read(cursor: JsonCursor): Json {
  if (cursor.readScalar()) return cursor.isString ? cursor.text : literalOf(cursor.text);
  if (cursor.enterList()) {
    const items: Json[] = [];
    while (cursor.nextItem()) items.push(read(cursor));
    return items;
  }
  cursor.enterObject();
  const members: [string, Json][] = [];
  while (cursor.nextKey()) {
    const name = cursor.text;
    members.push([name, read(cursor)]);
  }
  // Makes each an own property, also one that is called `__proto__`.
  return Object.fromEntries(members);
}

function literalOf(text: string): Json {
  if (text === 'null') return null;
  return text === 'true' || (text !== 'false' && text);
}
