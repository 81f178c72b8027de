import { randomBytes } from 'node:crypto';
import { type NodeMcpRequestHandler, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { type Clock, systemClock } from '@numroute/core';
import type { ClientShop, Endpoint } from '@numroute/gateway/shop';
import { Buying } from './buying.ts';
import { type Desk, READING, TOOLS } from './desk.ts';
import { Quotes } from './quotes.ts';
import { ORDERS, uriOf } from './resources.ts';
import { buildServer } from './server.ts';
import type { McpEndpointSettings } from './settings.ts';

export interface McpEndpointOptions extends McpEndpointSettings {
  /** @default '/mcp' */
  readonly path?: string;
  /** @default systemClock */
  readonly clock?: Clock;
  /** Told what failed and is not the caller's doing. @default nobody */
  readonly onError?: (error: unknown) => void;
}

/** Where agents of one client are served, and its end. */
interface Served {
  readonly node: NodeMcpRequestHandler;
  readonly close: () => Promise<void>;
}

/** Serves agents beside REST, each with the shop of its token: `startGateway({ endpoints: [mcpEndpoint()] })`. */
export function mcpEndpoint(options: McpEndpointOptions = {}): Endpoint {
  const served = new Map<ClientShop, Served>();
  const servedFor = (shop: ClientShop): Served => {
    const known = served.get(shop) ?? serve(shop, options);
    served.set(shop, known);
    return known;
  };
  return {
    name: 'mcp',
    path: options.path ?? '/mcp',
    respond: async (shop, request, response, body) => {
      const { node } = servedFor(shop);
      // The types of an absent method differ; both are Node's own request.
      await node(request as Parameters<typeof node>[0], response, body);
      return actionOf(body);
    },
    close: async () => {
      for (const { close } of served.values()) await close();
    },
  };
}

/** One handler for each client: what it tells of changes reaches nobody else. */
function serve(shop: ClientShop, options: McpEndpointOptions): Served {
  const { clock = systemClock, confirm = 'when-possible', confirmAbove, readOnly = [] } = options;
  const { id } = shop.client;
  const quotes = new Quotes(clock);
  const opened = { shop, buying: new Buying(shop, quotes, clock) };
  const desk: Desk = {
    clock,
    quotes,
    stateKey: randomBytes(32),
    tools: readOnly.includes(id) ? READING : TOOLS,
    confirm,
    ...(confirmAbove && { confirmAbove }),
    onError: (error) => options.onError?.(error),
    // The gateway has counted the request.
    pass: async () => undefined,
    window: async () => shop,
    open: async () => opened,
  };
  const handler = createMcpHandler(() => buildServer(desk, id));
  const stop = shop.onChange(({ number }) => {
    handler.notify.resourceUpdated(ORDERS);
    handler.notify.resourceUpdated(uriOf(number));
  });
  return {
    node: toNodeHandler(handler, { onerror: desk.onError }),
    close: async () => {
      stop();
      await handler.close();
    },
  };
}

/** What a stranger sends is never a label. */
function actionOf(body: unknown): string {
  const { method, params } = (body ?? {}) as {
    readonly method?: unknown;
    readonly params?: { readonly name?: unknown };
  };
  if (method !== 'tools/call') return 'other';
  return TOOLS.find((name) => name === params?.name) ?? 'other';
}
