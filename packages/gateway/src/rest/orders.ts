import { createHash } from 'node:crypto';
import {
  isCurrency,
  type Money,
  money,
  type NumberFault,
  NumrouteError,
  parseCountry,
  parseService,
} from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import { isPositive } from '../clients/pricing.ts';
import type { Ticket } from '../orders/desk.ts';
import type { WishedChoice } from '../selling/purchasing.ts';
import type { Repeats } from '../selling/retries.ts';
import { CURRENCY } from '../server/refusals.ts';
import { operatorOnly, type Visitors } from '../server/visitor.ts';
import { orderResource } from './resources.ts';
import * as schemas from './schemas.ts';

interface PurchaseBody extends Omit<WishedChoice, 'minPrice'> {
  readonly minPrice?: Money;
  readonly service: string;
  readonly country?: string | readonly string[];
  readonly maxPrice: Money;
  readonly allowVirtual?: boolean;
}

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

export function orderRoutes(app: FastifyInstance, visitors: Visitors, repeats: Repeats | undefined): void {
  /** Who names an order knows it, so it waits for nobody else. */
  const named = <T extends Ticket>(ticket: T): T => {
    repeats?.named(ticket.number);
    return ticket;
  };

  app.post<{ Body: PurchaseBody; Headers: { readonly 'idempotency-key': string } }>(
    '/orders',
    {
      schema: {
        summary: 'Buy the cheapest number',
        description:
          'The same Idempotency-Key and wish get the same order, however often and whenever they are sent; another wish under the key is refused. Needed, because a purchase whose answer was lost can be repeated in no other way.',
        headers: {
          type: 'object',
          required: ['idempotency-key'],
          properties: { 'idempotency-key': { type: 'string', minLength: 1, maxLength: 255 } },
        },
        body: schemas.purchase,
        response: { 201: schemas.order, default: schemas.failure },
      },
    },
    async (request, reply) => {
      const storefront = visitors.of(request);
      const { client } = storefront;
      const { service, country, maxPrice, allowVirtual = false, ...choice } = request.body;
      if (choice.providers || choice.exceptProviders) operatorOnly(storefront);
      const wish = {
        service: parseService(service),
        ...(country !== undefined && { country: countriesOf(country) }),
        maxPrice: priceOf('maxPrice', maxPrice),
        allowVirtual,
        ...(Object.keys(choice).length > 0 && { choice: choiceOf(choice) }),
      };
      // Hashed, so that whatever text it is fits into a journal's key.
      const digest = createHash('sha256').update(request.headers['idempotency-key']).digest('base64url');
      const bought = await storefront.till.buyOnce(wish, `${client.id}/idempotency/${digest}`);
      return await reply
        .code(201)
        .header('location', `/v1/orders/${bought.number}`)
        .send(orderResource(bought, client));
    },
  );

  app.get<{ Querystring: { readonly open: boolean; readonly limit: number } }>(
    '/orders',
    {
      schema: {
        summary: 'Your orders, the newest last',
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
          },
        },
        response: { 200: schemas.orders, default: schemas.failure },
      },
    },
    async (request) => {
      const storefront = visitors.of(request);
      const { open, limit } = request.query;
      const tickets = open ? (await storefront.listOpen()).slice(-limit) : await storefront.listRecent(limit);
      return { orders: tickets.map((ticket) => orderResource(ticket, storefront.client)) };
    },
  );

  app.get<Named>(
    '/orders/:id',
    { schema: { summary: 'One order', params, response: answers } },
    async (request) => {
      const storefront = visitors.of(request);
      const ticket = named(await storefront.ticket(request.params.id));
      if (ticket.state === 'none') {
        throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id: request.params.id });
      }
      return orderResource(ticket, storefront.client);
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
      const storefront = visitors.of(request);
      const ticket = named(await storefront.find(request.params.id));
      return { messages: orderResource(ticket, storefront.client).messages };
    },
  );

  app.register(async (inner) => actRoutes(inner, visitors, named));
}

/** What is done to an order. Nothing is said beside, so any body will do, and none. */
function actRoutes(
  app: FastifyInstance,
  visitors: Visitors,
  named: <T extends Ticket>(ticket: T) => T,
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null));
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
        const storefront = visitors.of(request);
        const { id } = request.params;
        const work = {
          cancel: () => storefront.cancel(id, request.query.bad),
          finish: () => storefront.finish(id),
          'another-sms': () => storefront.requestAnotherSms(id),
        };
        return orderResource(named(await work[act]()), storefront.client);
      },
    );
  }
}

function countriesOf(country: string | readonly string[]): readonly string[] {
  if (typeof country === 'string') return [parseCountry(country)];
  return country.map((one, place) => parseCountry(one, `country.${place}`));
}

function choiceOf({ minPrice, ...rest }: WishedChoice): WishedChoice {
  return { ...rest, ...(minPrice && { minPrice: priceOf('minPrice', minPrice) }) };
}

function priceOf(field: 'maxPrice' | 'minPrice', { amount, currency }: Money): Money {
  if (!isCurrency(currency))
    throw NumrouteError.input(`${field}.currency`, CURRENCY, JSON.stringify(currency));
  const price = money(amount, currency);
  if (isPositive(price)) return price;
  throw NumrouteError.input(`${field}.amount`, 'an amount above zero', `"${price.amount}"`);
}
