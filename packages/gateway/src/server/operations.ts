import { NumrouteError } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import type { Orders } from '../orders/orders.ts';
import { guard, operatorOnly } from './guard.ts';
import { sendProblem } from './problem.ts';
import type { TokenCheck } from './token-check.ts';

interface OperationParts {
  readonly orders: Orders;
  readonly metrics: Metrics;
  readonly isClosing: () => boolean;
  readonly tokens: TokenCheck;
}

/** For whoever runs the gateway: is it alive, may it be sent clients, what does it do. */
export async function serveOperations(app: FastifyInstance, parts: OperationParts): Promise<void> {
  const { orders, metrics, isClosing, tokens } = parts;
  app.setErrorHandler(sendProblem);
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async () => {
    if (isClosing()) throw new NumrouteError('CLOSED', 'The gateway is closing.', {});
    // What is open is in memory, the rest is not: a journal that cannot be read cannot be bought with.
    await orders.list({ since: Number.MAX_SAFE_INTEGER }).catch(() => {
      throw new NumrouteError('UNAVAILABLE', 'The journal cannot be read.', {});
    });
    return { status: 'ready' };
  });
  await app.register(async (inner) => {
    const shops = guard(inner, tokens);
    inner.get('/metrics', async (request, reply) => {
      operatorOnly(shops.of(request));
      return await reply.type(metrics.contentType).send(await metrics.text());
    });
  });
}
