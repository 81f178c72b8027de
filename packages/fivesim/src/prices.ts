import { parseDecimal } from '@numroute/core';
import type { Reply } from '@numroute/http';
import { JsonCursor, type ListedPrice, readPrice, readStock } from '@numroute/http/price-list';
import { isName } from './names.ts';
import type { Site } from './orders.ts';
import { type Rates, readPercent, windows } from './rates.ts';

/** More than 5sim has for anything; they are put in order at once. */
const MOST_OPERATORS = 10_000;

/** What was asked for, in the vendor's names. */
export interface Asked {
  readonly country?: string;
  readonly product?: string;
}

/** What one operator asks. */
interface Row {
  readonly operator: string;
  readonly price: ListedPrice;
  readonly stock: number | null;
  readonly rates: Rates;
}

export type Take = (country: string, product: string, rows: readonly Row[]) => void;

/**
 * `{"england":{"telegram":{"virtual59":{"cost":0.8,"count":385,"rate24":4.49}}}}`, and product first where a
 * product alone was asked for. `null` is a list of nothing.
 *
 * @throws {SyntaxError} It is no such list, or answers another question.
 */
export function* readCells(reply: Reply, asked: Asked, site: Site, take: Take): Generator<void, void> {
  const cursor = new JsonCursor(reply.parts ?? reply.text);
  const isFlipped = asked.country === undefined && asked.product !== undefined;
  const count = { rows: 0, read: 0 };
  if (cursor.readScalar()) {
    if (cursor.isString || !cursor.is('null')) throw new SyntaxError('no list of prices');
    cursor.end();
    return;
  }
  if (!cursor.enterObject() || cursor.isEmpty()) throw new SyntaxError('no list of prices');
  while (cursor.nextKey()) {
    const outer = cursor.text;
    checkOuter(outer, isFlipped ? asked.product : asked.country, site);
    enter(cursor);
    while (cursor.nextKey()) {
      const inner = cursor.text;
      const [country, product] = isFlipped ? [inner, outer] : [outer, inner];
      const rows: Row[] = [];
      enter(cursor);
      while (cursor.nextKey()) {
        const operator = cursor.text;
        const row = readRow(cursor, operator);
        count.rows += 1;
        if (row) count.read += 1;
        if (row !== undefined && row !== 'free' && isName(operator)) rows.push(row);
        if (rows.length > MOST_OPERATORS) throw new SyntaxError('more operators than anybody has');
        if (cursor.mustPause()) yield;
      }
      const isAsked = (asked.product ?? product) === product && (asked.country ?? country) === country;
      if (!isAsked) throw new SyntaxError(`${inner} was not asked for`);
      if (isName(country) && isName(product)) take(country, product, rows);
      if (cursor.mustPause()) yield;
    }
    if (cursor.mustPause()) yield;
  }
  cursor.end();
  if (count.rows > 0 && count.read === 0) throw new SyntaxError('a list in which no price can be read');
}

/** A product where a country belongs is the other nesting: its countries would pass for products. */
function checkOuter(name: string, asked: string | undefined, { names: { countries, services } }: Site): void {
  const isOther = asked === undefined && isKnown(services, name) && !isKnown(countries, name);
  if (isOther || name !== (asked ?? name)) throw new SyntaxError(`${name} was not asked for`);
}

const isKnown = (codes: Site['names']['countries'], code: string): boolean =>
  !codes.nameOf(code).includes(':');

function enter(cursor: JsonCursor): void {
  if (!cursor.enterObject()) throw new SyntaxError('no list of prices');
}

/** Undefined for a row that cannot be read. A router must never see a free offer. */
function readRow(cursor: JsonCursor, operator: string): Row | 'free' | undefined {
  if (!cursor.enterObject()) {
    cursor.skip();
    return undefined;
  }
  let price: ListedPrice | undefined;
  let stock: number | null = null;
  let isFree = false;
  const rates: Rates = {};
  while (cursor.nextKey()) {
    const isCost = cursor.is('cost');
    const isCount = cursor.is('count');
    const window = isCost || isCount ? undefined : windowNames.find((one) => cursor.is(one));
    if (!cursor.readScalar()) cursor.skip();
    else if (isCost) {
      price = readPrice(cursor);
      isFree = !price && parseDecimal(cursor.text)?.units === 0n;
    } else if (isCount) stock = readStock(cursor);
    else if (window) rates[window] = readPercent(cursor.text);
  }
  if (isFree) return 'free';
  return price && { operator, price, stock, rates };
}

const windowNames = Object.keys(windows) as (keyof Rates)[];
