import type { Money } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { ClientShop } from '../selling/client-shop.ts';
import type { Shops } from '../server/guard.ts';
import { takeAnyBody } from './any-body.ts';
import { codeResource, eventsOf } from './code-resource.ts';
import * as schemas from './schemas.ts';
import { heardHeaders, type Stream, type Streams, streamAnswer } from './streams.ts';
import { digestOf, type Keyed, type PurchaseBody, priceOf, wishOf } from './wishes.ts';

interface CodeBody extends PurchaseBody {
  readonly maxSpend?: Money;
  readonly withinMs: number;
  readonly numbers: number;
}

interface Named {
  readonly Params: { readonly id: string };
}

const params = { type: 'object', required: ['id'], properties: { id: { type: 'string', maxLength: 64 } } };
const answers = { 200: schemas.code, default: schemas.failure };

/** Codes: numbers are tried, one after the other, until one brings it. */
export function codeRoutes(app: FastifyInstance, shops: Shops, streams: Streams): void {
  app.post<Keyed & { Body: CodeBody }>(
    '/codes',
    {
      schema: {
        summary: 'Get a code: numbers are tried until one brings it',
        description:
          'Answers at once; listen to its events for the number to put in. A number whose code is not worth waiting for any more is given up and the next one bought, one at a time. The same Idempotency-Key and wish get the same code, however often and whenever they are sent, and go on with a search that a restart has interrupted; another wish under the key is refused. Each number is an order of `/v1/orders`.',
        headers: schemas.keyed,
        body: schemas.codeWish,
        response: { 201: schemas.code, default: schemas.failure },
      },
    },
    async (request, reply) => {
      const shop = shops.of(request);
      const { maxSpend, withinMs, numbers, ...purchase } = request.body;
      const wish = wishOf(shop, purchase);
      const most = maxSpend ? priceOf('maxSpend', maxSpend) : wish.maxPrice;
      const code = await shop.codes.ask({ ...wish, maxSpend: most, withinMs, numbers }, digestOf(request));
      return await reply
        .code(201)
        .header('location', `/v1/codes/${code.id}`)
        .send(codeResource(code, shop.client));
    },
  );

  app.get<Named>(
    '/codes/:id',
    { schema: { summary: 'One code', params, response: answers } },
    async (request) => {
      const { codes, client } = shops.of(request);
      return codeResource(await codes.find(request.params.id), client);
    },
  );

  app.get<Named & { readonly Headers: { readonly 'last-event-id'?: string } }>(
    '/codes/:id/events',
    {
      schema: {
        summary: 'What happens to a code, as server-sent events',
        description:
          '`number`: put this one in. `given-up`: no code came to it, or the service refused it. `code`: here it is. `end`: nothing more will happen; it holds the code as it is then, and ends the stream. Whoever comes late is told what was; whoever comes back with `Last-Event-ID`, what was since.',
        params,
        headers: heardHeaders,
        response: {
          200: streamAnswer,
          204: { description: 'All was told: do not come back.', type: 'null' },
          default: schemas.failure,
        },
      },
    },
    async (request, reply) => {
      const shop = shops.of(request);
      const { id } = request.params;
      const heard = request.headers['last-event-id'];
      const code = await shop.codes.find(id);
      if (heard === 'end' && code.isOver) return await reply.code(204).send();
      const stream = streams.open(shop.client.id);
      stream.begin();
      follow(stream, shop, id, heard);
      return await stream.answer(reply);
    },
  );

  app.register(async (inner) => {
    takeAnyBody(inner);
    inner.post<Named & { readonly Querystring: { readonly nth: number } }>(
      '/codes/:id/unfit',
      {
        schema: {
          summary: 'The service does not take this number: try the next one',
          params,
          querystring: {
            type: 'object',
            additionalProperties: false,
            required: ['nth'],
            properties: { nth: { type: 'integer', minimum: 1, description: 'Which number is meant.' } },
          },
          response: answers,
        },
      },
      async (request) => {
        const { codes, client } = shops.of(request);
        return codeResource(await codes.unfit(request.params.id, request.query.nth), client);
      },
    );
    inner.post<Named>(
      '/codes/:id/cancel',
      {
        schema: {
          summary: 'Nothing more is bought, and what is open is given up',
          description: 'For ever: the same Idempotency-Key does not go on. A code that has come stays.',
          params,
          response: answers,
        },
      },
      async (request) => {
        const { codes, client } = shops.of(request);
        return codeResource(await codes.cancel(request.params.id), client);
      },
    );
  });
}

/** Tells what has happened and was not told yet, now and after each change, until the end. */
function follow(stream: Stream, shop: ClientShop, id: string, heard: string | undefined): void {
  const { codes } = shop;
  const told = new Set<string>();
  let telling = Promise.resolve();
  const tell = async (): Promise<void> => {
    const code = await codes.find(id);
    const events = eventsOf(code, shop.client);
    if (told.size === 0) {
      const last = events.findIndex((event) => event.id === heard);
      for (const event of events.slice(0, last + 1)) told.add(event.id);
    }
    for (const { id: eventId, name, data } of events) {
      if (told.has(eventId)) continue;
      told.add(eventId);
      stream.tell(eventId, name, data);
    }
    if (code.isOver) stream.end();
  };
  const changed = (): void => {
    // What cannot be read now is read again: the listener comes back with the last that it heard.
    telling = telling.then(tell).catch(() => stream.destroy());
  };
  stream.onClose(codes.onChange(id, changed));
  changed();
}
