import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { openGateway, TOKEN } from './support/gateway.ts';
import { openMarket } from './support/market.ts';
import { documentedClient } from './support/openapi.ts';

/** 5sim's API has its own documentation; the document itself is told of in the README. */
const isOfRest = (url: string): boolean => /^\/v1\/(?!user(\/|$)|guest(\/|$)|openapi\.json$)/.test(url);

test('the document names each route of REST, and no other', async () => {
  const served = new Set<string>();
  const onServer = (message: unknown): void => {
    const { fastify } = message as { readonly fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      if (!isOfRest(url)) return;
      const path = url.replaceAll(/:(\w+)/g, '{$1}').replace(/\/$/, '');
      for (const one of [method].flat()) served.add(`${one} ${path}`);
    });
  };
  subscribe('fastify.initialization', onServer);
  await using market = await openMarket();
  await using running = await openGateway(market.addresses);
  unsubscribe('fastify.initialization', onServer);
  const { document } = await documentedClient(running.url, TOKEN);
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(served.size).toBeGreaterThan(15);
  expect(documented.sort()).toEqual([...served].sort());
});
