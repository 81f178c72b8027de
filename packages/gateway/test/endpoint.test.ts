import type { ServerResponse } from 'node:http';
import type { Endpoint } from '@numroute/gateway/shop';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, openGateway, operator, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { scrape } from './support/scrape.ts';

let market: Market;
let running: Running;
let closed: boolean;
const streams: ServerResponse[] = [];

/** Says who asks; a stream that never ends where it is asked to. */
const endpoint: Endpoint = {
  name: 'echo',
  path: '/echo',
  respond: async (shop, { method }, response, body) => {
    if (method === 'GET') {
      streams.push(response);
      response.writeHead(200).write('begun');
      return 'stream';
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ client: shop.client.id, body }));
    return 'echo';
  },
  close: async () => {
    closed = true;
  },
};

beforeEach(async () => {
  market = await openMarket();
  closed = false;
  running = await openGateway(
    market.addresses,
    { clients: [client(), operator], hosts: ['sms.example.com'] },
    undefined,
    undefined,
    [endpoint],
  );
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const ask = (headers: Record<string, string>, body = '{"a":1}'): Promise<Response> =>
  fetch(`${running.url}/echo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const mine = { authorization: `Bearer ${TOKEN}` };

test('a client is answered with its own shop, and nobody without a token', async () => {
  const answer = await ask(mine);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({ client: 'shop', body: { a: 1 } });
  const nobody = await ask({});
  expect(nobody.status).toBe(401);
  expect(nobody.headers.get('www-authenticate')).toBe('Bearer');
  expect((await ask({ authorization: 'Bearer wrong-token-0123456789abcdef' })).status).toBe(401);
  expect((await scrape(running.url)).text).toContain(
    'numroute_answers_total{via="echo",action="echo",client="shop",status="200"} 1',
  );
});

test('a page of another site is refused, with a token too', async () => {
  for (const origin of ['http://evil.example.com', 'null', 'http://localhost.evil.example.com'])
    expect((await ask({ ...mine, origin })).status).toBe(403);
  for (const origin of [running.url, 'http://localhost:3000', 'https://sms.example.com'])
    expect((await ask({ ...mine, origin })).status).toBe(200);
});

test('a body is JSON of at most 64 KB', async () => {
  expect((await ask(mine, '{')).status).toBe(400);
  expect((await ask(mine, JSON.stringify('x'.repeat(70_000)))).status).toBe(413);
});

test('a token holds a hundred streams at most, and none of them keeps the gateway from closing', async () => {
  const stop = new AbortController();
  const listen = (): Promise<Response> =>
    fetch(`${running.url}/echo`, { headers: mine, signal: stop.signal });
  const open = await Promise.all(Array.from({ length: 100 }, listen));
  expect(open.every(({ status }) => status === 200)).toBe(true);
  expect((await listen()).status).toBe(429);
  stop.abort();
  await until(() => streams.every(({ destroyed }) => destroyed));
  expect((await fetch(`${running.url}/echo`, { headers: mine })).status).toBe(200);
  await running.gateway.close();
  expect(closed).toBe(true);
});
