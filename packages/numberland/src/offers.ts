import type { Offers, Query } from '@numroute/core';
import type { Reply, VendorCodes } from '@numroute/http';
import { type OfferTable, readOfferTable } from '@numroute/http/price-list';
import { CURRENCY, ID, OPERATOR } from './fields.ts';
import { failureOf, fieldsOf, resultIn } from './reply.ts';

/** An offer always names one operator, because `any` would be sold at a price that nobody knows. */
export const table: OfferTable = {
  currency: CURRENCY,
  columns: {
    service: 'service',
    country: 'country',
    pool: 'operator',
    price: 'amount',
    stock: 'count',
    active: 'active',
  },
  code: ID,
  pool: OPERATOR,
  sells: ({ active, price, stock }) =>
    active === '0' ? false : active === '1' && price ? stock !== 0 : undefined,
};

/** One of these in the place of the list: what was asked for is not sold. */
const NOT_ACTIVE: readonly string[] = ['-204', '-210', '-211', '-212'];

/** What a reply to `getinfo` lists of what was asked for. */
export async function readOffers(reply: Reply, codes: VendorCodes, query: Query): Promise<Offers> {
  if (NOT_ACTIVE.includes(resultIn(fieldsOf(reply)))) return [];
  return await readOfferTable(reply, codes, query, table, failureOf);
}
