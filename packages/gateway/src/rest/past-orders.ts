import { parseCountry, parseService } from '@numroute/core';
import type { AttemptState } from '@numroute/journal';
import type { PastFilter } from '../orders/orders.ts';
import type { ClientShop } from '../selling/client-shop.ts';
import { operatorOnly } from '../server/guard.ts';
import { orderResource } from './resources.ts';
import * as schemas from './schemas.ts';
import { type Span, spanOf } from './span.ts';

/** All of it is narrowed down by what is given. */
export interface PastQuery extends Span {
  readonly state?: Shown;
  readonly service?: string;
  readonly country?: string;
  readonly provider?: string;
  readonly client?: string;
  readonly cursor?: string;
}

/** By what clients call it, what the journal does. What was never bought is no order. */
const states = {
  'in-doubt': ['sending', 'unknown'],
  lost: ['lost', 'disputed'],
  open: ['open'],
  delivered: ['delivered'],
  finished: ['finished'],
  cancelled: ['cancelled'],
  expired: ['expired'],
  gone: ['gone'],
} as const satisfies Readonly<Record<string, readonly AttemptState[]>>;

type Shown = keyof typeof states;

const EVERYBODY = '*';
const name: schemas.Schema = { type: 'string', minLength: 1, maxLength: 64 };

export const pastParameters: Readonly<Record<string, schemas.Schema>> = {
  since: { ...schemas.time, description: 'Bought then or later.' },
  until: { ...schemas.time, description: 'Bought before.' },
  state: { enum: Object.keys(states) },
  service: schemas.service,
  country: schemas.country,
  provider: { ...name, description: 'For operators.' },
  client: { ...name, description: "For operators: another client's, or `*` for everybody's." },
  cursor: { type: 'string', pattern: '^[1-9]\\d{0,9}$', description: '`next` of the page before.' },
};

export const isOfThePast = (query: PastQuery): boolean =>
  Object.keys(pastParameters).some((one) => query[one as keyof PastQuery] !== undefined);

/** A page of the past, the newest first. */
export async function pastOrders(
  shop: ClientShop,
  query: PastQuery,
  limit: number,
): Promise<{ readonly orders: readonly object[]; readonly next?: string }> {
  const { client } = shop;
  // One more tells whether there is a page after this one.
  const found = await shop.listPast({ ...filterOf(shop, query), most: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    orders: shown.map((record) => ({
      ...orderResource(record, client),
      ...(client.isOperator && { client: record.buyer }),
    })),
    ...(found.length > limit && last && { next: String(last.number) }),
  };
}

function filterOf(shop: ClientShop, query: PastQuery): Omit<PastFilter, 'most'> {
  const { state, service, country, provider, client, cursor } = query;
  if (provider !== undefined || client !== undefined) operatorOnly(shop);
  const buyer = client ?? shop.client.id;
  return {
    states: state ? states[state] : Object.values(states).flat(),
    ...(buyer !== EVERYBODY && { buyer }),
    ...spanOf(query),
    ...(service !== undefined && { service: parseService(service) }),
    ...(country !== undefined && { country: parseCountry(country) }),
    ...(provider !== undefined && { provider }),
    ...(cursor !== undefined && { before: Number(cursor) }),
  };
}
