import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { listServices } from '@numroute/core';
import { compare } from './compare.ts';
import type { Desk } from './desk.ts';
import { rowsOf, viewOf } from './order-view.ts';

export const ORDERS = 'numroute://orders';

/** Where an order is read. */
export const uriOf = (id: string | number): string => `${ORDERS}/${id}`;

const MIME = 'application/json';

/** What a host may show its user, or watch. */
export function serveResources(server: McpServer, desk: Desk): void {
  const contents = (uri: URL, value: object) => ({
    contents: [{ uri: uri.href, mimeType: MIME, text: JSON.stringify(value) }],
  });

  server.registerResource('orders', ORDERS, { title: 'Open orders', mimeType: MIME }, async (uri) => {
    const { shop } = await desk.open();
    return contents(uri, await rowsOf(shop, await shop.listOpen()));
  });

  server.registerResource(
    'order',
    new ResourceTemplate(uriOf('{id}'), { list: undefined }),
    { title: 'One order', mimeType: MIME },
    async (uri, { id }) => {
      const { shop } = await desk.open();
      return contents(uri, await viewOf(shop, await shop.record(String(id))));
    },
  );

  const services = listServices().map(({ slug }) => slug);
  server.registerResource(
    'prices',
    new ResourceTemplate('numroute://prices/{service}', {
      list: undefined,
      complete: { service: (typed) => services.filter((slug) => slug.startsWith(typed)).slice(0, 100) },
    }),
    { title: 'Prices of a service', mimeType: MIME },
    async (uri, { service }) =>
      contents(uri, await compare(await desk.window(), { service: String(service), limit: 50 }, undefined)),
  );
}
