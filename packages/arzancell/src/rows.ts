import type { Json } from '@numroute/http';
import { JsonCursor } from '@numroute/http/price-list';
import { type Row, toRow } from './reply.ts';

/** More than any row of a vendor's list has. */
const MOST_FIELDS = 64;
const HEAD = 65_536;

/**
 * Reads a list row by row, pausing all along; an object in the place of the list is its only row.
 *
 * @param take Told of each row; undefined for an item that is none.
 * @throws {SyntaxError} The list is broken or cut off: what was told until then is no list.
 */
export function* readRows(
  text: string | readonly string[],
  take: (row: Row | undefined) => void,
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
export function firstRowOf(text: string): Row | undefined {
  const rows: (Row | undefined)[] = [];
  try {
    const steps = readRows(text.slice(0, HEAD), (row) => rows.push(row));
    while (!steps.next().done);
  } catch (error) {
    // Cut off by us, behind the first row.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return rows[0];
}

function readRow(cursor: JsonCursor): Row | undefined {
  if (!cursor.enterObject()) {
    cursor.skip();
    return undefined;
  }
  const fields: [string, Json][] = [];
  while (cursor.nextKey()) {
    if (fields.length === MOST_FIELDS) throw new SyntaxError(`a row of more than ${MOST_FIELDS} fields`);
    fields.push([cursor.text, readField(cursor)]);
  }
  return toRow(fields);
}

/** A text or the text of a number; no field of a row is anything else. */
function readField(cursor: JsonCursor): string | null {
  if (cursor.readScalar()) return cursor.isString || /^[-\d]/.test(cursor.text) ? cursor.text : null;
  cursor.skip();
  return null;
}
