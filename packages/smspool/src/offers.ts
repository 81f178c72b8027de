import { type Offers, parseDecimal } from '@numroute/core';
import { isSuccess, type Reply } from '@numroute/http';
import {
  PriceListBuilder,
  type RowFields,
  readPrice,
  readRows,
  readSteps,
  readStock,
} from '@numroute/http/price-list';
import * as v from 'valibot';
import type { SmspoolCodes } from './codes.ts';
import { failureOf } from './words.ts';

/** The vendor's own ids of one offer. */
export interface Handle {
  readonly service: string;
  readonly country: string;
  readonly pool: string;
}

const ID = /^\d{1,9}$/;
const ownId = v.pipe(v.string(), v.regex(ID));

export const handle: v.GenericSchema<unknown, Handle> = v.object({
  service: ownId,
  country: ownId,
  pool: ownId,
});

/** What a reply to `/sms/all_stock` lists of what was asked for: a price for each pool. */
export async function readOffers(
  reply: Reply,
  shelf: { readonly provider: string; readonly codes: SmspoolCodes },
  asked: Partial<Handle>,
): Promise<Offers> {
  if (!isSuccess(reply)) throw failureOf(reply);
  const { services, countries } = shelf.codes;
  const list = new PriceListBuilder({
    provider: shelf.provider,
    currency: 'USD',
    serviceOf: services.nameOf,
    countryOf: (code) => ({ country: countries.nameOf(code) }),
    handleOf: ({ service, country, pool = '' }) => JSON.stringify({ service, country, pool }),
  });
  let rows = 0;
  let readable = 0;
  const take = (fields: RowFields = []): void => {
    rows += 1;
    const row = new Map(fields);
    const at = (column: string): string => row.get(column) ?? '';
    const [service, country, pool, price] = [at('service'), at('country'), at('pool'), at('price')];
    if (![service, country, pool].every((id) => ID.test(id)) || !parseDecimal(price)) return;
    readable += 1;
    const listed = readPrice(placed(price));
    const isAsked = (asked.service ?? service) === service && (asked.country ?? country) === country;
    if (!listed || !isAsked) return;
    const numbers = [list.services.numberOf(service), list.countries.numberOf(country)] as const;
    list.add(...numbers, {
      ...listed,
      stock: readStock(placed(at('stock'))),
      pool: list.pools.numberOf(pool),
    });
  };
  await readSteps(reply, readRows(reply.parts ?? reply.text, take));
  if (rows > 0 && readable === 0) throw failureOf(reply);
  return await list.build();
}

const encoder = new TextEncoder();

function placed(text: string): Parameters<typeof readPrice>[0] {
  const source = encoder.encode(text);
  return { source, from: 0, to: source.length };
}
