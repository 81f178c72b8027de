import swagger from '@fastify/swagger';
import type { Clock } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { GatewaySettings } from '../clients/settings.ts';
import type { Desk } from '../orders/desk.ts';
import type { Catalogue } from '../selling/catalogue.ts';
import type { Repeats } from '../selling/retries.ts';
import type { Gate } from '../server/gate.ts';
import type { Metrics } from '../server/metrics.ts';
import { problemOf } from '../server/problem.ts';
import { guard } from '../server/visitor.ts';
import { accountRoutes } from './account.ts';
import { eventRoutes } from './events.ts';
import { offerRoutes } from './offers.ts';
import { orderRoutes } from './orders.ts';

export interface RestParts {
  readonly settings: GatewaySettings;
  readonly desk: Desk;
  readonly catalogue: Catalogue;
  readonly repeats: Repeats | undefined;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly gate: Gate;
}

/** `/v1` for new programs, and the OpenAPI document that is made of the same schemas that check it. */
export async function serveRest(app: FastifyInstance, parts: RestParts): Promise<void> {
  const { settings, desk, catalogue, repeats, metrics, clock, gate } = parts;
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
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.code === 'FAILED') request.log.error({ err: error }, 'a REST request failed');
    if (problem.retryAfterMs !== undefined)
      reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1_000));
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(problem.status).type('application/problem+json').send(problem);
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(async (inner) => {
    const visitors = guard(inner, gate);
    inner.addHook('onResponse', async (request, reply) => {
      metrics.answered(
        {
          via: 'rest',
          action: `${request.method} ${request.routeOptions.url ?? ''}`,
          client: visitors.nameOf(request),
          status: reply.statusCode,
        },
        reply.elapsedTime,
      );
    });
    offerRoutes(inner, visitors, catalogue);
    orderRoutes(inner, visitors, repeats);
    accountRoutes(inner, visitors, desk, settings);
    eventRoutes(inner, visitors, desk, clock);
  });
}
