import swagger from '@fastify/swagger';
import type { Clock } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import type { Orders } from '../orders/orders.ts';
import type { PriceKeeper } from '../price-history/price-keeper.ts';
import type { Catalogue } from '../selling/catalogue.ts';
import type { Clientele } from '../selling/clientele.ts';
import type { Repeats } from '../selling/repeats.ts';
import { guard } from '../server/guard.ts';
import { sendProblem } from '../server/problem.ts';
import type { TokenCheck } from '../server/token-check.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { accountRoutes } from './account.ts';
import { clientRoutes } from './clients.ts';
import { codeRoutes } from './codes.ts';
import { eventRoutes } from './events.ts';
import { offerRoutes } from './offers.ts';
import { orderRoutes } from './orders.ts';
import { priceHistoryRoutes } from './price-history.ts';
import { spendRoutes } from './spend.ts';
import { Streams } from './streams.ts';
import { trackRecordRoutes } from './track-record.ts';

interface RestParts {
  readonly orders: Orders;
  readonly clientele: Clientele;
  readonly webhooks: Pick<Webhooks, 'stateOf'>;
  readonly catalogue: Catalogue;
  readonly repeats: Repeats | undefined;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly tokens: TokenCheck;
  readonly keeper: PriceKeeper | undefined;
}

/** `/v1` for new programs, and the OpenAPI document that is made of the same schemas that check it. */
export async function serveRest(app: FastifyInstance, parts: RestParts): Promise<void> {
  const { orders, clientele, webhooks, catalogue, repeats, metrics, clock, tokens, keeper } = parts;
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'numroute gateway',
        version: '1',
        description: 'Verification numbers, bought wherever they are cheapest.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
  });
  app.setErrorHandler(sendProblem);
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(async (inner) => {
    const shops = guard(inner, tokens);
    inner.addHook('onResponse', async (request, reply) => {
      metrics.answered(
        {
          via: 'rest',
          action: `${request.method} ${request.routeOptions.url ?? ''}`,
          client: shops.nameOf(request),
          status: reply.statusCode,
        },
        reply.elapsedTime,
      );
    });
    offerRoutes(inner, shops, catalogue);
    orderRoutes(inner, shops, repeats);
    accountRoutes(inner, shops, orders, keeper);
    priceHistoryRoutes(inner, shops, orders, keeper, clock);
    clientRoutes(inner, shops, clientele, webhooks, clock);
    spendRoutes(inner, shops, orders);
    trackRecordRoutes(inner, shops, orders);
    const streams = new Streams(inner);
    clientele.onCutOff((id) => streams.end(id));
    eventRoutes(inner, shops, orders, streams, clock);
    codeRoutes(inner, shops, streams);
  });
}
