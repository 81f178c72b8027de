import type { Offers, Query } from '@numroute/core';
import { type Reply, unexpected } from '@numroute/http';
import {
  JsonCursor,
  type ListedPrice,
  PriceListBuilder,
  readPrice,
  readSteps,
  readStock,
} from '@numroute/http/price-list';
import * as v from 'valibot';
import { CURRENCY, ID, OPERATOR } from './fields.ts';
import type { Ids } from './ids/ids.ts';
import { fieldsOf, listOf } from './reply.ts';

/** What to buy: always one operator, because `any` would be sold at a price that nobody knows. */
export interface Handle {
  readonly service: string;
  readonly country: string;
  readonly operator: string;
}

export const handle: v.GenericSchema<unknown, Handle> = v.object({
  service: v.pipe(v.string(), v.regex(ID)),
  country: v.pipe(v.string(), v.regex(ID)),
  operator: v.pipe(v.string(), v.regex(OPERATOR)),
});

/** One of these in the place of the list: what was asked for is not sold. */
const NOT_ACTIVE: ReadonlySet<unknown> = new Set(['-204', '-210', '-211', '-212']);

/** What a reply to `getinfo` lists of what was asked for. A row that cannot be read is left out. */
export async function readOffers(
  reply: Reply,
  provider: string,
  { services, countries }: { readonly services: Ids; readonly countries: Ids },
  query: Query,
): Promise<Offers> {
  if (!reply.parts && NOT_ACTIVE.has(fieldsOf(reply)?.['RESULT'])) return [];
  const list = new PriceListBuilder({
    provider,
    currency: CURRENCY,
    serviceOf: (id) => services.nameOf(id),
    countryOf: (id) => ({ country: countries.nameOf(id) }),
    handleOf: ({ service, country, pool: operator = '' }) =>
      JSON.stringify({ service, country, operator } satisfies Handle),
  });
  const serviceFits = fitting(list.services.list, ID, (id) => isAsked(query.service, services.nameOf(id)));
  const countryFits = fitting(list.countries.list, ID, (id) => isAsked(query.country, countries.nameOf(id)));
  const operatorFits = fitting(list.pools.list, OPERATOR, () => true);
  let rows = 0;
  let readable = 0;
  const take = ({ service = NONE, country = NONE, operator = NONE, price, stock, isActive }: Cells): void => {
    rows += 1;
    const [isSold, isThere] = [serviceFits(service), countryFits(country)];
    if (isSold === undefined || isThere === undefined || !operatorFits(operator)) return;
    if (isActive === undefined || (isActive && !price)) return;
    readable += 1;
    if (!isActive || !price || stock === 0 || !isSold || !isThere) return;
    list.add(service, country, { ...price, stock, pool: operator });
  };
  const cursor = new JsonCursor(listOf(reply));
  await readSteps(reply, readRows(cursor, list, take));
  // It is a list of another format.
  if (rows > 0 && readable === 0) throw unexpected(reply);
  return await list.build();
}

const NONE = -1;

const isAsked = (wanted: string | undefined, name: string): boolean =>
  wanted === undefined || wanted === name;

/** Whether a code of a list, by its number, is wanted; undefined: it is no code. Each is looked at once. */
function fitting(
  codes: readonly string[],
  pattern: RegExp,
  isWanted: (code: string) => boolean,
): (number: number) => boolean | undefined {
  const seen: (boolean | undefined)[] = [];
  return (number) => {
    if (Object.hasOwn(seen, number)) return seen[number];
    const code = codes[number] ?? '';
    seen[number] = pattern.test(code) ? isWanted(code) : undefined;
    return seen[number];
  };
}

/** What of a row was read; codes by their numbers in the list. */
interface Cells {
  service?: number;
  country?: number;
  operator?: number;
  price?: ListedPrice | undefined;
  isActive?: boolean;
  /** null: the vendor does not say. */
  stock: number | null;
}

function* readRows(
  cursor: JsonCursor,
  list: PriceListBuilder,
  take: (cells: Cells) => void,
): Generator<void, void> {
  if (!cursor.enterList()) throw new SyntaxError('no list');
  while (cursor.nextItem()) {
    const cells: Cells = { stock: null };
    if (cursor.enterObject()) readCells(cursor, list, cells);
    else cursor.skip();
    take(cells);
    if (cursor.mustPause()) yield;
  }
  cursor.end();
}

function readCells(cursor: JsonCursor, { services, countries, pools }: PriceListBuilder, cells: Cells): void {
  while (cursor.nextKey()) {
    const name = cursor.text;
    if (!cursor.readScalar()) cursor.skip();
    else if (name === 'service') cells.service = services.read(cursor);
    else if (name === 'country') cells.country = countries.read(cursor);
    else if (name === 'operator') cells.operator = pools.read(cursor);
    else if (name === 'amount') cells.price = readPrice(cursor);
    else if (name === 'count') cells.stock = readStock(cursor);
    else if (name === 'active' && (cursor.is('1') || cursor.is('0'))) cells.isActive = cursor.is('1');
  }
}
