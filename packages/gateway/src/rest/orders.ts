import { type NumberFault, NumrouteError } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { OrderRecord } from '../orders/orders.ts';
import type { Repeats } from '../selling/repeats.ts';
import type { Shops } from '../server/guard.ts';
import { takeAnyBody } from './any-body.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { isOfThePast, type PastQuery, pastOrders, pastParameters } from './past-orders.ts';
import { orderResource } from './resources.ts';
import * as schemas from './schemas.ts';
import { digestOf, type Keyed, type PurchaseBody, wishOf } from './wishes.ts';

interface Named {
  readonly Params: { readonly id: string };
}

const answers = { 200: schemas.order, default: schemas.failure };
const bad = {
  type: 'object',
  properties: {
    bad: {
      enum: ['used', 'refused'],
      description:
        'The number is no use: the service knows it, or takes none such. A vendor that can be told so does not sell it again.',
    },
  },
};
const params = { type: 'object', required: ['id'], properties: { id: { type: 'string', maxLength: 32 } } };

export function orderRoutes(app: FastifyInstance, shops: Shops, repeats: Repeats | undefined): void {
  /** Who names an order knows it, so it waits for nobody else. */
  const named = <T extends OrderRecord>(record: T): T => {
    repeats?.named(record.number);
    return record;
  };

  app.post<Keyed & { Body: PurchaseBody }>(
    '/orders',
    {
      schema: {
        summary: 'Buy the cheapest number',
        description:
          'The same Idempotency-Key and wish get the same order, however often and whenever they are sent; another wish under the key is refused. Needed, because a purchase whose answer was lost can be repeated in no other way.',
        headers: schemas.keyed,
        body: schemas.purchase,
        response: { 201: schemas.order, default: schemas.failure },
      },
    },
    async (request, reply) => {
      const shop = shops.of(request);
      const { client } = shop;
      const key = `${client.id}/idempotency/${digestOf(request)}`;
      const bought = await shop.purchases.buyOnce(wishOf(shop, request.body), key);
      return await reply
        .code(201)
        .header('location', `/v1/orders/${bought.number}`)
        .send(orderResource(bought, client));
    },
  );

  const asking = new OneAtATime();
  app.get<{ Querystring: PastQuery & { readonly open: boolean; readonly limit: number } }>(
    '/orders',
    {
      schema: {
        summary: 'Your orders, the newest last; those of the past, the newest first',
        description:
          'With any of `since`, `until`, `state`, `service`, `country`, `provider`, `client` or `cursor` it searches the past, whatever `open` says, and answers in pages: `next` is the `cursor` of the page after.',
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            open: {
              type: 'boolean',
              default: true,
              description: 'Only what is paid and not over, or in doubt.',
            },
            limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
            ...pastParameters,
          },
        },
        response: { 200: schemas.orders, default: schemas.failure },
      },
    },
    async (request) => {
      const shop = shops.of(request);
      const { open, limit, ...past } = request.query;
      if (isOfThePast(past))
        return await asking.answer(shop.client.id, async () => await pastOrders(shop, past, limit));
      const records = open ? (await shop.listOpen()).slice(-limit) : await shop.listRecent(limit);
      return { orders: records.map((record) => orderResource(record, shop.client)) };
    },
  );

  app.get<Named>(
    '/orders/:id',
    { schema: { summary: 'One order', params, response: answers } },
    async (request) => {
      const shop = shops.of(request);
      const record = named(await shop.record(request.params.id));
      if (record.state === 'none') {
        throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id: request.params.id });
      }
      return orderResource(record, shop.client);
    },
  );

  app.get<Named>(
    '/orders/:id/messages',
    {
      schema: {
        summary: 'What came for it',
        params,
        response: { 200: schemas.messages, default: schemas.failure },
      },
    },
    async (request) => {
      const shop = shops.of(request);
      const record = named(await shop.find(request.params.id));
      return { messages: orderResource(record, shop.client).messages };
    },
  );

  app.register(async (inner) => actRoutes(inner, shops, named));
}

/** What is done to an order. */
function actRoutes(app: FastifyInstance, shops: Shops, named: <T extends OrderRecord>(record: T) => T): void {
  takeAnyBody(app);
  const acts = [
    ['cancel', 'Give it up, for the money back'],
    ['finish', 'Say that its code was used'],
    ['another-sms', 'Ask for one more SMS on the same number'],
  ] as const;
  for (const [act, summary] of acts) {
    app.post<Named & { readonly Querystring: { readonly bad?: NumberFault } }>(
      `/orders/:id/${act}`,
      { schema: { summary, params, ...(act === 'cancel' && { querystring: bad }), response: answers } },
      async (request) => {
        const shop = shops.of(request);
        const { id } = request.params;
        const work = {
          cancel: () => shop.cancel(id, request.query.bad),
          finish: () => shop.finish(id),
          'another-sms': () => shop.requestAnotherSms(id),
        };
        return orderResource(named(await work[act]()), shop.client);
      },
    );
  }
}
