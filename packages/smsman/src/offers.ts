import { type Offers, parseDecimal, type Query } from '@numroute/core';
import type { Reply, VendorCodes } from '@numroute/http';
import {
  JsonCursor,
  type ListedPrice,
  offerList,
  type PriceListBuilder,
  readFields,
  readPrice,
  readSteps,
  readStock,
} from '@numroute/http/price-list';
import * as v from 'valibot';
import { ID, type Unit } from './fields.ts';
import { fieldsOf, listIn, wordIn } from './words.ts';

/** What a purchase needs. */
export const handle = v.object({
  country: v.pipe(v.string(), v.regex(ID)),
  service: v.pipe(v.string(), v.regex(ID)),
});

/** The vendor's prices: it names neither their currency nor their unit. */
export interface Site {
  readonly currency: string;
  readonly unit: Unit;
}

/**
 * What `get-prices` lists of what was asked for.
 *
 * @param country The id that was asked for: then the list has one row for each application; else it has one list for each country.
 */
export async function readOffers(
  reply: Reply,
  codes: VendorCodes,
  query: Query,
  { currency, unit }: Site,
  country: string | undefined,
): Promise<Offers> {
  if (country !== undefined && wordIn(fieldsOf(reply)) === 'wrong_country_id') return [];
  const handleOf = ({ service, country }: { readonly service: string; readonly country: string }): string =>
    JSON.stringify({ country, service });
  const list = offerList(codes, { currency, handleOf }, query);
  await readSteps(reply, readPrices(new JsonCursor(listIn(reply)), list, unit, country));
  return await list.build();
}

const FIELDS = ['application_id', 'country_id', 'cost', 'count'] as const;
const NONE = -1;

/** Its ids by the list's numbers. */
interface Row {
  service: number;
  country: number;
  price: ListedPrice | undefined;
  isFree: boolean;
  stock: number | null;
}

/** @throws {SyntaxError} It is of another format. */
function* readPrices(
  cursor: JsonCursor,
  list: PriceListBuilder,
  unit: Unit,
  only: string | undefined,
): Generator<void, void> {
  const { services, countries } = list;
  const decimals = unit === '1' ? 0 : 2;
  let rows = 0;
  let readable = 0;
  const idIn = (names: typeof services): number => (ID.test(cursor.text) ? names.read(cursor) : NONE);

  function* readCountry(country: number): Generator<void, void> {
    const isList = cursor.enterList();
    if (!isList && !cursor.enterObject()) throw new SyntaxError('no prices by application');
    while (isList ? cursor.nextItem() : cursor.nextKey()) {
      const service = isList ? NONE : idIn(services);
      const row: Row = { service, country, price: undefined, isFree: false, stock: null };
      readFields(cursor, FIELDS, (field) => {
        // What a row says of itself goes before the key at which it stands.
        if (field === 0) row.service = idIn(services);
        else if (field === 1) row.country = idIn(countries);
        else if (field === 3) row.stock = readStock(cursor);
        else {
          row.price = readPrice(cursor);
          row.isFree = !row.price && parseDecimal(cursor.text)?.units === 0n;
        }
      });
      rows += 1;
      take(row, country);
      if (cursor.mustPause()) yield;
    }
  }

  /** A row of another country than its list is none that can be read. */
  function take({ service, country, price, isFree, stock }: Row, of: number): void {
    if (service === NONE || country === NONE || country !== of || !(price || isFree)) return;
    readable += 1;
    if (price) list.add(service, country, { units: price.units, scale: price.scale + decimals, stock });
  }

  if (only !== undefined) yield* readCountry(countries.numberOf(only));
  else if (cursor.enterObject()) while (cursor.nextKey()) yield* readCountry(idIn(countries));
  // What is empty is a list in this vendor's language.
  else if (!cursor.enterList() || cursor.nextItem()) throw new SyntaxError('no prices by country');
  cursor.end();
  if (rows > 0 && readable === 0) throw new SyntaxError('prices of which none can be read');
}
