import type { JsonCursor } from './json-cursor.ts';

/**
 * Reads an object for some of its fields; what comes instead of an object is skipped.
 *
 * @param take Told of each that is a plain value, by its place among the names, while the cursor holds it.
 * @returns Whether it was an object.
 */
export function readFields(
  cursor: JsonCursor,
  names: readonly string[],
  take: (name: number) => void,
): boolean {
  if (!cursor.enterObject()) {
    cursor.skip();
    return false;
  }
  while (cursor.nextKey()) {
    const name = names.findIndex((one) => cursor.is(one));
    if (!cursor.readScalar()) cursor.skip();
    else if (name >= 0) take(name);
  }
  return true;
}
