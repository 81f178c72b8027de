import { NumrouteError } from '@numroute/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Storefront } from '../selling/storefront.ts';
import type { Gate } from './gate.ts';

export interface Visitors {
  /** @throws {NumrouteError} UNAUTHORIZED */
  of(request: FastifyRequest): Storefront;
  nameOf(request: FastifyRequest): string;
}

/** Lets nobody in without a token: `Authorization: Bearer …`. */
export function guard(app: FastifyInstance, gate: Gate): Visitors {
  const visitors = new WeakMap<FastifyRequest, Storefront>();
  const nobody = (): NumrouteError =>
    new NumrouteError('UNAUTHORIZED', 'Send Authorization: Bearer with a token of this gateway.', {});
  app.addHook('onRequest', async (request) => {
    const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];
    const storefront = token === undefined ? undefined : gate.open(token, request.ip);
    if (!storefront) throw nobody();
    visitors.set(request, storefront);
    await storefront.client.pass();
  });
  return {
    of: (request) => {
      const storefront = visitors.get(request);
      if (storefront) return storefront;
      throw nobody();
    },
    nameOf: (request) => visitors.get(request)?.client.id ?? 'nobody',
  };
}

/** @throws {NumrouteError} REJECTED */
export function operatorOnly({ client }: Storefront): void {
  if (!client.isOperator) throw new NumrouteError('REJECTED', 'This needs the token of an operator.', {});
}
