import { NumrouteError } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { Desk } from '../orders/desk.ts';
import type { Gate } from './gate.ts';
import type { Metrics } from './metrics.ts';
import { problemOf } from './problem.ts';
import { guard, operatorOnly } from './visitor.ts';

export interface OperationParts {
  readonly desk: Desk;
  readonly metrics: Metrics;
  readonly isClosing: () => boolean;
  readonly gate: Gate;
}

/** For whoever runs the gateway: is it alive, may it be sent clients, what does it do. */
export async function serveOperations(app: FastifyInstance, parts: OperationParts): Promise<void> {
  const { desk, metrics, isClosing, gate } = parts;
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error);
    return reply.code(problem.status).type('application/problem+json').send(problem);
  });
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async () => {
    if (isClosing()) throw new NumrouteError('CLOSED', 'The gateway is closing.', {});
    // What is open is in memory, the rest is not: a journal that cannot be read cannot be bought with.
    await desk.list({ since: Number.MAX_SAFE_INTEGER }).catch(() => {
      throw new NumrouteError('UNAVAILABLE', 'The journal cannot be read.', {});
    });
    return { status: 'ready' };
  });
  await app.register(async (inner) => {
    const visitors = guard(inner, gate);
    inner.get('/metrics', async (request, reply) => {
      operatorOnly(visitors.of(request));
      return await reply.type(metrics.contentType).send(await metrics.text());
    });
  });
}
