import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { mcpEndpoint } from '@numroute/mcp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN } from '../../gateway/test/support/gateway.ts';
import { type Market, openMarket } from '../../gateway/test/support/market.ts';
import { configFor, programIn } from './support/host.ts';

let market: Market;
let running: Running;
beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {}, undefined, undefined, [mcpEndpoint()]);
}, 60_000);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

/** The client of the year before, by each of its ways. */
const ways = {
  HTTP: () =>
    new StreamableHTTPClientTransport(new URL('/mcp', running.url), {
      requestInit: { headers: { authorization: `Bearer ${TOKEN}` } },
    }),
  stdio: () =>
    new StdioClientTransport({
      ...programIn(configFor(market.addresses, { mcp: { budget: '5USD', maxPrice: '0.5USD' } }), ['mcp']),
      stderr: 'ignore',
    }),
} as const;

test.each(['HTTP', 'stdio'] as const)(
  'a host of an older release buys over %s',
  { timeout: 180_000 },
  async (way) => {
    const client = new Client({ name: 'old', version: '1' });
    // Its types do not know of exact optional properties.
    await client.connect(ways[way]() as Parameters<Client['connect']>[0]);
    try {
      const before = market.charges();
      expect((await client.listTools()).tools).toHaveLength(7);
      // biome-ignore lint/suspicious/noExplicitAny: answers are read as a model reads them
      const call = async (name: string, given: object): Promise<any> => {
        const { structuredContent, content } = await client.callTool({ name, arguments: { ...given } });
        expect(content).toEqual([{ type: 'text', text: JSON.stringify(structuredContent) }]);
        return structuredContent;
      };
      const { quote } = await call('compare_prices', { service: 'telegram', country: ['EE'] });
      const bought = await call('buy_number', { quote });
      expect(bought).toMatchObject({ status: 'waiting', country: 'EE' });
      expect(await call('buy_number', { quote })).toEqual(bought);
      expect(await call('cancel_order', { order_id: bought.order_id })).toMatchObject({
        status: 'cancelled',
      });
      expect(market.charges() - before).toBe(1);
    } finally {
      await client.close();
    }
  },
);
