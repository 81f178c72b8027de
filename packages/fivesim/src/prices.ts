import { parseDecimal } from '@numroute/core';
import type { Reply, VendorCodes } from '@numroute/http';
import {
  JsonCursor,
  type ListedPrice,
  readFields,
  readPrice,
  readStock,
  type Tier,
} from '@numroute/http/price-list';
import { isName } from './names.ts';
import { readPercent, successRateOf, type Window, windowNames } from './rates.ts';

/** More than 5sim has for anything; they are put in order at once. */
const MOST_OPERATORS = 10_000;

/** What was asked for, in the vendor's names. */
export interface Asked {
  readonly country?: string;
  readonly product?: string;
}

/** What one operator asks; what is of none is of any. */
export interface Row extends Omit<Tier, 'pool'> {
  readonly operator?: string;
}

export type Take = (country: string, product: string, rows: readonly Row[]) => void;

/**
 * `{"england":{"telegram":{"virtual59":{"cost":0.8,"count":385,"rate24":4.49}}}}`, and product first where a
 * product alone was asked for. `null` is a list of nothing.
 *
 * @throws {SyntaxError} It is no such list, or answers another question.
 */
export function* readCells(
  reply: Reply,
  asked: Asked,
  codes: VendorCodes,
  take: Take,
): Generator<void, void> {
  const cursor = new JsonCursor(reply.parts ?? reply.text);
  const isFlipped = asked.country === undefined && asked.product !== undefined;
  let [rows, readable] = [0, 0];
  if (cursor.readScalar()) {
    if (cursor.isString || !cursor.is('null')) throw new SyntaxError('no list of prices');
    cursor.end();
    return;
  }
  enter(cursor);
  if (cursor.isEmpty()) throw new SyntaxError('no list of prices');
  while (cursor.nextKey()) {
    const outer = cursor.text;
    checkOuter(outer, isFlipped ? asked.product : asked.country, codes);
    enter(cursor);
    while (cursor.nextKey()) {
      const inner = cursor.text;
      const [country, product] = isFlipped ? [inner, outer] : [outer, inner];
      const sold: Row[] = [];
      enter(cursor);
      while (cursor.nextKey()) {
        const operator = cursor.text;
        const row = readRow(cursor, operator);
        rows += 1;
        if (row) readable += 1;
        if (row && row !== 'free' && isName(operator)) sold.push(row);
        if (sold.length > MOST_OPERATORS) throw new SyntaxError('more operators than anybody has');
        if (cursor.mustPause()) yield;
      }
      const isAsked = (asked.product ?? product) === product && (asked.country ?? country) === country;
      if (!isAsked) throw new SyntaxError(`${inner} was not asked for`);
      if (isName(country) && isName(product)) take(country, product, sold);
      if (cursor.mustPause()) yield;
    }
  }
  cursor.end();
  if (rows > 0 && readable === 0) throw new SyntaxError('a list in which no price can be read');
}

/** A product where a country belongs is the other nesting: its countries would pass for products. */
function checkOuter(name: string, asked: string | undefined, { countries, services }: VendorCodes): void {
  const isKnown = (codes: typeof services): boolean => !codes.nameOf(name).includes(':');
  const isOther = asked === undefined && isKnown(services) && !isKnown(countries);
  if (isOther || name !== (asked ?? name)) throw new SyntaxError(`${name} was not asked for`);
}

function enter(cursor: JsonCursor): void {
  if (!cursor.enterObject()) throw new SyntaxError('no list of prices');
}

const fields = ['cost', 'count', ...windowNames];

/** Undefined for a row that cannot be read. A router must never see a free offer. */
function readRow(cursor: JsonCursor, operator: string): Row | 'free' | undefined {
  let price: ListedPrice | undefined;
  let stock: number | null = null;
  let isFree = false;
  const percents: Partial<Record<Window, number | undefined>> = {};
  readFields(cursor, fields, (field) => {
    const window = windowNames[field - 2];
    if (window) percents[window] = readPercent(cursor.text);
    else if (field === 1) stock = readStock(cursor);
    else {
      price = readPrice(cursor);
      isFree = !price && parseDecimal(cursor.text)?.units === 0n;
    }
  });
  if (isFree) return 'free';
  return price && { ...(price as ListedPrice), operator, stock, successRate: successRateOf(percents) };
}
