import type { Reply } from '@numroute/http';
import {
  JsonCursor,
  type ListedPrice,
  readFields,
  readPrice,
  readSteps,
  readStock,
} from '@numroute/http/price-list';
import { COUNTRY, OPERATOR, SERVICE } from './codes.ts';

/** There are not so many countries: each is asked for by itself. */
const MOST_COUNTRIES = 260;

/** What is asked for one service in one country. */
export interface Row {
  readonly service: string;
  /** Whichever operator it comes from. */
  readonly price: ListedPrice | undefined;
  /** The price of each operator, where the vendor tells them apart. */
  readonly operators: readonly (readonly [name: string, price: ListedPrice])[];
}

/** How many there are of a service, by operator. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * The countries in which something is sold: `[{"service":"opt29","country":"RU","price":0.5}]`.
 *
 * @param service Undefined: anything.
 */
export async function readCountries(reply: Reply, service: string | undefined): Promise<readonly string[]> {
  const countries = new Set<string>();
  const rows = readRows(reply, (cursor) => {
    let [sold, country] = ['', ''];
    readFields(cursor, ['service', 'country'], (field) => {
      if (field === 0) sold = cursor.text;
      else country = cursor.text;
    });
    const isRow = SERVICE.test(sold) && COUNTRY.test(country);
    if (isRow && (service === undefined || sold === service)) countries.add(country);
    if (countries.size > MOST_COUNTRIES) throw new SyntaxError('more countries than there are');
    return isRow;
  });
  await readSteps(reply, rows);
  return [...countries];
}

/** The prices of one country: `[{"s":"opt29","c":"RU","p":"0.50","po":{"operator":"0.58"}}]`. */
export async function readPrices(reply: Reply, country: string, take: (row: Row) => void): Promise<void> {
  const rows = readRows(reply, (cursor) => {
    const operators: [string, ListedPrice][] = [];
    let [service, price]: [string, ListedPrice | undefined] = ['', undefined];
    const isRow = readMembers(cursor, (name) => {
      if (name === 'po') readOperators(cursor, operators);
      else if (!cursor.readScalar()) cursor.skip();
      else if (name === 's') service = cursor.text;
      else if (name === 'p') price = readPrice(cursor);
      else if (name === 'c' && cursor.text !== country) throw new SyntaxError('prices of another country');
    });
    const isPriced = price !== undefined || operators.length > 0;
    if (!isRow || !isPriced || !SERVICE.test(service)) return false;
    take({ service, price, operators });
    return true;
  });
  await readSteps(reply, rows);
}

/** The stock of one country: `[{"operator":"att","country":"US","services":[{"service":"opt20","total":3}]}]`. */
export async function readCounts(reply: Reply): Promise<Counts> {
  const counts = new Map<string, Map<string, number>>();
  const rows = readRows(reply, (cursor) => {
    let operator: string | undefined;
    const totals: [string, number][] = [];
    readMembers(cursor, (name) => {
      if (name === 'services' && cursor.enterList()) {
        while (cursor.nextItem()) readTotal(cursor, totals);
      } else if (!cursor.readScalar()) cursor.skip();
      else if (name === 'operator') operator = cursor.text;
    });
    if (operator === undefined) return false;
    const ofOperator = counts.get(operator) ?? new Map<string, number>();
    for (const [service, total] of totals) ofOperator.set(service, (ofOperator.get(service) ?? 0) + total);
    counts.set(operator, ofOperator);
    return true;
  });
  await readSteps(reply, rows);
  return counts;
}

/** PHP writes an object without members as a list. */
function readOperators(cursor: JsonCursor, operators: [string, ListedPrice][]): void {
  readMembers(cursor, (operator) => {
    if (!cursor.readScalar()) cursor.skip();
    else {
      const price = readPrice(cursor);
      if (price && OPERATOR.test(operator)) operators.push([operator, price]);
    }
  });
}

function readTotal(cursor: JsonCursor, totals: [string, number][]): void {
  let [service, total]: [string, number | null] = ['', null];
  readFields(cursor, ['service', 'total'], (field) => {
    if (field === 0) service = cursor.text;
    else total = readStock(cursor);
  });
  if (total !== null) totals.push([service, total]);
}

/**
 * The rows of an envelope. They have been seen in a list within the list, too.
 *
 * @param readRow Reads one, and says whether it could.
 * @throws {SyntaxError} It is no such list, or none of its rows can be read.
 */
function* readRows(reply: Reply, readRow: (cursor: JsonCursor) => boolean): Generator<void, void> {
  const cursor = new JsonCursor(reply.parts ?? reply.text);
  let [rows, readable, isSuccess, isWhole] = [0, 0, false, false];
  const take = (): void => {
    rows += 1;
    if (readRow(cursor)) readable += 1;
  };
  if (!cursor.enterObject()) throw new SyntaxError('no envelope');
  while (cursor.nextKey()) {
    if (cursor.is('statusCode')) {
      isSuccess = cursor.readScalar() && cursor.is('200');
      if (!isSuccess) throw new SyntaxError('another status');
    } else if (cursor.is('data')) {
      if (!cursor.enterList()) throw new SyntaxError('no list');
      isWhole = true;
      while (cursor.nextItem()) {
        if (cursor.enterList()) {
          while (cursor.nextItem()) {
            take();
            if (cursor.mustPause()) yield;
          }
        } else take();
        if (cursor.mustPause()) yield;
      }
    } else cursor.skip();
  }
  cursor.end();
  if (!isSuccess || !isWhole || (rows > 0 && readable === 0))
    throw new SyntaxError('no list that can be read');
}

/** Whether it is an object; whatever else it is, is passed over. */
function readMembers(cursor: JsonCursor, read: (name: string) => void): boolean {
  if (!cursor.enterObject()) {
    cursor.skip();
    return false;
  }
  while (cursor.nextKey()) read(cursor.text);
  return true;
}
