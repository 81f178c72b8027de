import { parseDecimal } from '@numroute/core';
import type { Reply } from '@numroute/http';
import { JsonCursor, type ListedPrice, readFields, readPrice, readStock } from '@numroute/http/price-list';
import { COUNTRY, SERVICE } from './codes.ts';

export interface Row extends ListedPrice {
  readonly service: string;
  readonly stock: number | null;
}

/** What is told of one country as long as it is read. */
interface Country {
  code: string;
  isOpen: boolean;
  hasServices: boolean;
  rows: Row[];
}

interface Seen {
  countries: number;
  rows: number;
  readable: number;
}

/**
 * A country, or a list or a map of them: `{"code":7,"enabled":true,"services":{"service_vkcom":{"count":10,
 * "price":"0.1","slug":"vkcom"}}}`.
 *
 * @throws {SyntaxError} It is none of these, or holds not one price that can be read.
 */
export function* readCountries(
  reply: Reply,
  take: (country: string, rows: readonly Row[]) => void,
): Generator<void, void> {
  const cursor = new JsonCursor(reply.parts ?? reply.text);
  const seen: Seen = { countries: 0, rows: 0, readable: 0 };
  const end = ({ code, isOpen, hasServices, rows }: Country): void => {
    if (!hasServices) return;
    seen.countries += 1;
    if (isOpen && COUNTRY.test(code)) take(code, rows);
  };
  let isList = false;
  if (cursor.enterList()) {
    isList = true;
    while (cursor.nextItem()) end(yield* readCountry(cursor, seen));
  } else if (cursor.enterObject()) {
    const alone = countryOf();
    while (cursor.nextKey()) {
      const isOwn = yield* readMember(cursor, alone, seen);
      if (!isOwn) end(yield* readCountry(cursor, seen));
    }
    end(alone);
  } else throw new SyntaxError('no list of countries');
  cursor.end();
  const isRead = isList || seen.countries > 0;
  if (!isRead || (seen.rows > 0 && seen.readable === 0)) throw new SyntaxError('no list of prices');
}

const countryOf = (): Country => ({ code: '', isOpen: true, hasServices: false, rows: [] });

function* readCountry(cursor: JsonCursor, seen: Seen): Generator<void, Country> {
  const country = countryOf();
  if (!cursor.enterObject()) cursor.skip();
  else {
    while (cursor.nextKey()) {
      const isOwn = yield* readMember(cursor, country, seen);
      if (!isOwn) cursor.skip();
    }
  }
  if (cursor.mustPause()) yield;
  return country;
}

/** @returns False: it is an object that is none of a country's own, and is not read yet. */
function* readMember(cursor: JsonCursor, country: Country, seen: Seen): Generator<void, boolean> {
  const isCode = cursor.is('code');
  const isEnabled = cursor.is('enabled');
  if (cursor.is('services')) {
    country.hasServices = true;
    // PHP writes an object without members as a list.
    if (!cursor.enterObject()) cursor.skip();
    else {
      while (cursor.nextKey()) {
        const row = readRow(cursor, cursor.text.replace(/^service_/, ''));
        seen.rows += 1;
        if (row) seen.readable += 1;
        if (row && row !== 'free') country.rows.push(row);
        if (cursor.mustPause()) yield;
      }
    }
    return true;
  }
  if (!cursor.readScalar()) return false;
  if (isCode) country.code = cursor.text;
  if (isEnabled) country.isOpen = !cursor.is('false') && !cursor.is('0');
  return true;
}

/** Undefined for a row that cannot be read. A router must never see a free offer. */
function readRow(cursor: JsonCursor, key: string): Row | 'free' | undefined {
  let service = key;
  let stock: number | null = null;
  let price: ListedPrice | undefined;
  let isFree = false;
  readFields(cursor, ['slug', 'count', 'price'], (field) => {
    if (field === 0) service = cursor.text;
    else if (field === 1) stock = readStock(cursor);
    else {
      price = readPrice(cursor);
      isFree = !price && parseDecimal(cursor.text)?.units === 0n;
    }
  });
  if (!SERVICE.test(service)) return undefined;
  if (isFree) return 'free';
  return price && { ...(price as ListedPrice), service, stock };
}
