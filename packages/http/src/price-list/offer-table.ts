import { type NumrouteError, type Offer, type Offers, parseDecimal, type Query } from '@numroute/core';
import type { Reply } from '../adapter.ts';
import { membersOf } from '../json.ts';
import type { VendorCodes } from '../reading/codes.ts';
import { readHandle } from '../reading/handle.ts';
import type { Shape } from '../reading/read-as.ts';
import { readFields } from './fields.ts';
import { JsonCursor } from './json-cursor.ts';
import { type ListedPrice, readPrice, readStock } from './listed-price.ts';
import { byNumber } from './names.ts';
import { offerList } from './offer-list.ts';
import type { ListedCodes, PriceListBuilder } from './price-list.ts';
import { listOf, readSteps } from './read-steps.ts';

/** What a row says beside its codes. */
export interface OfferRow {
  /** Undefined for none above zero that can be read. */
  readonly price: ListedPrice | undefined;
  /** A price of zero, which is no offer. */
  readonly isFree: boolean;
  /** null: the vendor does not say. */
  readonly stock: number | null;
  /** The text of the column `active`. */
  readonly active: string | undefined;
}

/** How a vendor writes its offers into a flat list, a row for each. */
export interface OfferTable {
  readonly currency: string;
  /** What it calls the fields. The codes travel in the handle by the same names. */
  readonly columns: Readonly<Record<'service' | 'country' | 'pool' | 'price' | 'stock', string>> & {
    /** What says whether a row is on sale. */
    readonly active?: string;
  };
  /** The code of a service or of a country. */
  readonly code: RegExp;
  readonly pool: RegExp;
  /** Whether a row is on sale; undefined: it cannot be read. @default by its price */
  readonly sells?: (row: OfferRow) => boolean | undefined;
}

const byPrice = ({ price, isFree }: OfferRow): boolean | undefined =>
  price ? true : isFree ? false : undefined;

/**
 * What a reply lists of what was asked for. A row that cannot be read is left out.
 *
 * @param errorOf What the vendor says where the reply is no list.
 * @throws {NumrouteError} UNREADABLE It is broken, or holds not one row that can be read: it is of another format.
 */
export async function readOfferTable(
  reply: Reply,
  codes: VendorCodes,
  query: Query,
  table: OfferTable,
  errorOf: (reply: Reply) => NumrouteError,
): Promise<Offers> {
  const { currency, columns } = table;
  const handleOf = ({ service, country, pool = '' }: ListedCodes): string =>
    JSON.stringify({ [columns.service]: service, [columns.country]: country, [columns.pool]: pool });
  const list = offerList(codes, { currency, handleOf }, query);
  await readSteps(reply, readRows(listOf(reply, errorOf), list, table));
  return await list.build();
}

/**
 * The vendor's own codes of an offer of such a list, by its own names.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function codesOfOffer(
  offer: Offer,
  provider: string,
  { columns, code, pool }: OfferTable,
): Readonly<Record<string, string>> {
  const patterns = { [columns.service]: code, [columns.country]: code, [columns.pool]: pool };
  return readHandle(offer, provider, textsOf(patterns));
}

/** An object of texts that fit. By hand: who reads no reply with valibot need not have it. */
function textsOf(patterns: Readonly<Record<string, RegExp>>): Shape<Readonly<Record<string, string>>> {
  const validate: Shape<Readonly<Record<string, string>>>['~standard']['validate'] = (value) => {
    const members = membersOf(value);
    const texts: Record<string, string> = {};
    for (const [name, pattern] of Object.entries(patterns)) {
      const text = members?.get(name);
      if (typeof text !== 'string' || !pattern.test(text)) return { issues: [{ path: [name] }] };
      texts[name] = text;
    }
    return { value: texts };
  };
  return { '~standard': { validate } };
}

const NONE = -1;

function* readRows(
  text: string | Iterable<string>,
  list: PriceListBuilder,
  { columns, code, pool, sells = byPrice }: OfferTable,
): Generator<void, void> {
  const cursor = new JsonCursor(text);
  const { services, countries, pools } = list;
  const isService = byNumber(services, (name) => code.test(name));
  const isCountry = byNumber(countries, (name) => code.test(name));
  const isPool = byNumber(pools, (name) => pool.test(name));
  const names = Object.keys(columns) as (keyof typeof columns)[];
  const fields = Object.values(columns);
  const row = new Row();
  const take = (field: number): void => {
    const name = names[field];
    if (name === 'service') row.service = services.read(cursor);
    else if (name === 'country') row.country = countries.read(cursor);
    else if (name === 'pool') row.pool = pools.read(cursor);
    else if (name === 'stock') row.stock = readStock(cursor);
    else if (name === 'active') row.active = cursor.text;
    else row.readPrice(cursor);
  };
  let rows = 0;
  let readable = 0;
  if (!cursor.enterList()) throw new SyntaxError('no list');
  while (cursor.nextItem()) {
    row.clear();
    readFields(cursor, fields, take);
    rows += 1;
    const isWhole = row.service !== NONE && row.country !== NONE && row.pool !== NONE;
    const isCoded = isWhole && isService(row.service) && isCountry(row.country) && isPool(row.pool);
    const isSold = isCoded ? sells(row) : undefined;
    if (isSold !== undefined) readable += 1;
    if (isSold && row.price) {
      const { price, stock, pool } = row;
      list.add(row.service, row.country, { ...price, stock, pool });
    }
    if (cursor.mustPause()) yield;
  }
  cursor.end();
  if (rows > 0 && readable === 0) throw new SyntaxError('a list in which no row can be read');
}

/** Used again for each row: there are hundreds of thousands. */
class Row implements OfferRow {
  /** By the list's numbers. */
  service = NONE;
  country = NONE;
  pool = NONE;
  price: ListedPrice | undefined;
  isFree = false;
  stock: number | null = null;
  active: string | undefined;

  clear(): void {
    this.service = NONE;
    this.country = NONE;
    this.pool = NONE;
    this.price = undefined;
    this.isFree = false;
    this.stock = null;
    this.active = undefined;
  }

  readPrice(cursor: JsonCursor): void {
    this.price = readPrice(cursor);
    this.isFree = !this.price && parseDecimal(cursor.text)?.units === 0n;
  }
}
