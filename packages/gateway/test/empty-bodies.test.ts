import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [client({ operator: true })],
    pages: new URL('pages', import.meta.url).pathname,
  });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** With exactly these headers; `fetch` adds some of its own and leaves others out. */
async function send(method: string, path: string, headers: Record<string, string>): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const sent = request(
      running.url + path,
      { method, headers: { authorization: `Bearer ${TOKEN}`, ...headers } },
      (reply) => {
        let body = '';
        reply.setEncoding('utf8');
        reply.on('data', (text: string) => {
          body += text;
        });
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body }));
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}

const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'nonsense',
];
const OPEN = [
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/v1/openapi.json',
  '/v1/offers',
  '/v1/services',
  '/v1/countries',
  '/v1/orders',
  '/v1/account',
  '/v1/balance',
  '/v1/providers',
  `/stubs/handler_api.php?api_key=${TOKEN}&action=getBalance`,
  `/api/handler.php?api=${TOKEN}&action=get_balance`,
];

describe('a type without a body is no reason to refuse', () => {
  test.each(TYPES)('%s, at every address that is read', async (type) => {
    for (const path of OPEN) {
      for (const length of [{}, { 'content-length': '0' }]) {
        const { status } = await send('GET', path, { 'content-type': type, ...length });
        expect(`${path} ${status}`).toBe(`${path} 200`);
      }
    }
  });

  test.each(TYPES)('%s, where something is done', async (type) => {
    for (const act of ['cancel', 'finish', 'another-sms']) {
      const path = `/v1/orders/2000000000/${act}`;
      expect(await send('POST', path, { 'content-type': type })).toMatchObject({ status: 404 });
      expect(await send('DELETE', path, { 'content-type': type })).toMatchObject({ status: 404 });
    }
  });

  test('an empty body that comes in chunks is none, too', async () => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    expect(await send('GET', '/v1/offers', headers)).toMatchObject({ status: 200 });
  });
});

test.each(TYPES)('a purchase without its body is told what it lacks: %s', async (type) => {
  const { status, body } = await send('POST', '/v1/orders', { 'content-type': type, 'idempotency-key': 'x' });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({
    code: 'INVALID_INPUT',
    field: 'body',
    moneyMayHaveMoved: false,
    detail: expect.stringContaining('object'),
  });
  expect(market.charges()).toBe(0);
});
