import { JsonCursor } from './json-cursor.ts';

/** More than any row of a vendor's list has. */
const MOST_FIELDS = 64;
const HEAD = 65_536;

/** The fields of a row as they came: a text, or the text of a number; null for anything else. */
export type RowFields = readonly (readonly [name: string, value: string | null])[];

/**
 * Reads a list of flat rows one by one, pausing all along; an object in the place of the list is its only
 * row.
 *
 * @param take Told of each row; undefined for an item that is none.
 * @throws {SyntaxError} The list is broken or cut off: what was told until then is no list.
 */
export function* readRows(
  text: string | Iterable<string>,
  take: (row: RowFields | undefined) => void,
): Generator<void, void> {
  const cursor = new JsonCursor(text);
  if (!cursor.enterList()) take(readRow(cursor));
  else {
    while (cursor.nextItem()) {
      take(readRow(cursor));
      if (cursor.mustPause()) yield;
    }
  }
  cursor.end();
}

/** The first row of a list of any length. */
export function firstRowOf(text: string): RowFields | undefined {
  const rows: (RowFields | undefined)[] = [];
  try {
    const steps = readRows(text.slice(0, HEAD), (row) => rows.push(row));
    while (!steps.next().done);
  } catch (error) {
    // Cut off by us, behind the first row.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return rows[0];
}

function readRow(cursor: JsonCursor): RowFields | undefined {
  if (!cursor.enterObject()) {
    cursor.skip();
    return undefined;
  }
  const fields: [string, string | null][] = [];
  while (cursor.nextKey()) {
    if (fields.length === MOST_FIELDS) throw new SyntaxError(`a row of more than ${MOST_FIELDS} fields`);
    fields.push([cursor.text, readField(cursor)]);
  }
  return fields;
}

function readField(cursor: JsonCursor): string | null {
  if (cursor.readScalar()) return cursor.isString || /^[-\d]/.test(cursor.text) ? cursor.text : null;
  cursor.skip();
  return null;
}
