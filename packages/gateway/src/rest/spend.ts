import { joinSpend, SPEND_BY, type SpendBy } from '@numroute/journal';
import type { FastifyInstance } from 'fastify';
import type { Orders } from '../orders/orders.ts';
import { operatorOnly, type Shops } from '../server/guard.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { failure, time } from './schemas.ts';
import { type Span, spanOf } from './span.ts';
import { spendResource, spendSchema } from './spend-resource.ts';

type By = 'client' | Exclude<SpendBy, 'buyer'>;

const BY: readonly By[] = SPEND_BY.map((one) => (one === 'buyer' ? 'client' : one));
/** They tell what a client is not to know. */
const FOR_OPERATORS: readonly (By | undefined)[] = ['provider', 'client'];

interface Asked {
  readonly Querystring: Span & { readonly by?: By; readonly zone?: string };
}

/** What was spent: of everybody for an operator, of itself for a client. */
export function spendRoutes(app: FastifyInstance, shops: Shops, orders: Orders): void {
  const asking = new OneAtATime();

  app.get<Asked>(
    '/spend',
    {
      schema: {
        summary: 'What was charged, and what of it came back',
        description:
          "An operator sees the costs of all clients, by currency; a client sees its own orders, at its prices. One question at a time: it reads every order of the span. A client's budget counts `net` without `promised`.",
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            by: {
              enum: BY,
              description: 'A row for each. `provider` and `client` are for operators. Absent: all together.',
            },
            since: { ...time, description: 'Sent then or later.' },
            until: { ...time, description: 'Sent before.' },
            zone: {
              type: 'string',
              maxLength: 64,
              default: 'UTC',
              description: 'Whose days and months, such as `Europe/Berlin`.',
            },
          },
        },
        response: { 200: spendSchema, default: failure },
      },
    },
    async (request) => {
      const shop = shops.of(request);
      const { client } = shop;
      const { by, zone, ...span } = request.query;
      if (FOR_OPERATORS.includes(by)) operatorOnly(shop);
      return await asking.answer(client.id, async () => {
        const rows = await orders.spend(
          { ...spanOf(span), ...(!client.isOperator && { buyer: client.id }) },
          {
            ...(by !== undefined && { by: by === 'client' ? 'buyer' : by }),
            ...(zone !== undefined && { zone }),
            ...(!client.isOperator && { priceOf: (cost) => client.priceOf(cost, client.currency) }),
          },
        );
        const totals = joinSpend(rows.map(({ group: _each, ...row }) => row));
        return { rows: rows.map(spendResource), totals: totals.map(spendResource) };
      });
    },
  );
}
