import { NumrouteError } from '@numroute/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ClientShop } from '../selling/client-shop.ts';
import type { TokenCheck } from './token-check.ts';

export interface Shops {
  /** @throws {NumrouteError} UNAUTHORIZED */
  of(request: FastifyRequest): ClientShop;
  nameOf(request: FastifyRequest): string;
}

/** Lets nobody in without a token: `Authorization: Bearer …`. */
export function guard(app: FastifyInstance, tokens: TokenCheck): Shops {
  const shops = new WeakMap<FastifyRequest, ClientShop>();
  const nobody = (): NumrouteError =>
    new NumrouteError('UNAUTHORIZED', 'Send Authorization: Bearer with a token of this gateway.', {});
  app.addHook('onRequest', async (request) => {
    const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];
    const shop = token === undefined ? undefined : tokens.shopOf(token, request.ip);
    if (!shop) throw nobody();
    shops.set(request, shop);
    await shop.client.pass();
  });
  return {
    of: (request) => {
      const shop = shops.get(request);
      if (shop) return shop;
      throw nobody();
    },
    nameOf: (request) => shops.get(request)?.client.id ?? 'nobody',
  };
}

/** @throws {NumrouteError} REJECTED */
export function operatorOnly({ client }: ClientShop): void {
  if (!client.isOperator) throw new NumrouteError('REJECTED', 'This needs the token of an operator.', {});
}
