import { type Decimal, formatDecimal, inSlices, type Offers, type Query } from '@numroute/core';
import { isSuccess, type Reply, unexpected } from '@numroute/http';
import {
  type ListedPrice,
  type PriceList,
  PriceListBuilder,
  type RowFields,
  readPrice,
  readRows,
} from '@numroute/http/price-list';
import type { Codes } from './codes.ts';
import { wordError } from './failure.ts';
import { isHostile, readCode, readDecimal, readStock } from './fields.ts';
import { type Handle, writeHandle } from './handle.ts';
import { type Row, readBody, toRow } from './reply.ts';

interface Shelf {
  readonly id: string;
  readonly codes: Codes;
  readonly currency: string;
}

const LONGEST_MESSAGE = 65_536;

/** What a reply to get_status lists of what was asked for. */
export async function readOffers(reply: Reply, shelf: Shelf, query: Query): Promise<Offers> {
  // A long reply is a list, and too long to be read as a whole.
  const isLong = reply.parts !== undefined || reply.text.length > LONGEST_MESSAGE;
  const body = isLong ? undefined : readBody(reply, 'get_status');
  if (body?.kind === 'word') {
    // A country that the vendor does not sell, or has none of, is nothing to sell and no error.
    if (body.alone && (body.word === 'NO NUMBER' || body.word === 'INVALID COUNTRY')) return [];
    throw wordError(body.word);
  }
  const isData = body ? body.kind === 'data' : isSuccess(reply);
  const list = isData ? await readList(reply.parts ?? reply.text, shelf, query) : undefined;
  if (!list) throw unexpected(reply);
  return list;
}

/** Undefined for a body that is broken, or in which not one row can be read: it is of another format. */
async function readList(
  text: string | Iterable<string>,
  shelf: Shelf,
  query: Query,
): Promise<PriceList | undefined> {
  const { id: provider, codes, currency } = shelf;
  const list = new PriceListBuilder({
    provider,
    currency,
    serviceOf: (code) => codes.serviceOf(code),
    countryOf: (code) => ({ country: codes.countryOf(code) }),
    handleOf: ({ pool: server = '', country, service }) => writeHandle({ server, country, service }),
    asked: query,
  });
  const { services, countries, pools } = list;
  let rows = 0;
  let readable = 0;
  const take = (fields: RowFields | undefined): void => {
    rows += 1;
    const entry = fields && readEntry(toRow(fields));
    if (!entry) return;
    readable += 1;
    const { server, country, service, price, stock } = entry;
    // A router must never see a free offer.
    if (!price) return;
    const tier = { ...price, stock, pool: pools.numberOf(server) };
    list.add(services.numberOf(service), countries.numberOf(country), tier);
  };
  try {
    await inSlices(readRows(text, take));
    return rows > 0 && readable === 0 ? undefined : await list.build();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface Entry extends Handle {
  /** Undefined where it is 0, below 0 or beyond all prices. */
  readonly price: ListedPrice | undefined;
  readonly stock: number | null;
}

/** Undefined for a row that cannot be read. One such row is left out of a list. */
function readEntry(row: Row): Entry | undefined {
  const server = readCode(row.get('server'));
  const country = readCode(row.get('country'));
  const service = readCode(row.get('service_code'));
  const decimal = readDecimal(row.get('price'));
  if (server === undefined || country === undefined || service === undefined || !decimal) return undefined;
  if ([...row.keys()].some(isHostile)) return undefined;
  return { server, country, service, price: listedPriceOf(decimal), stock: readStock(row.get('stock')) };
}

function listedPriceOf(decimal: Decimal): ListedPrice | undefined {
  const source = new TextEncoder().encode(formatDecimal(decimal));
  return readPrice({ source, from: 0, to: source.length });
}
