import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';

let market: Market;
let running: Running;
let ask: Ask;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses);
  ask = oldClient(`${running.url}/stubs/handler_api.php`);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const bearer = { authorization: `Bearer ${TOKEN}` };
const buy = async (): Promise<string> => {
  const answer = await ask({ action: 'getNumber', service: 'tg', country: '34' });
  return /^ACCESS_NUMBER:(\d+):/.exec(answer)?.[1] ?? answer;
};

/** A path that `fetch` would tidy up, as it stands. */
async function get(path: string): Promise<{ status: number; type: string; body: string }> {
  const { hostname, port } = new URL(running.url);
  return await new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path }, (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (text: string) => {
        body += text;
      });
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, type: reply.headers['content-type'] ?? '', body }),
      );
    });
    sent.once('error', reject);
    sent.end();
  });
}

test.each([
  `/stubs/handler_api.php%zz?api_key=${TOKEN}&action=getBalance`,
  `/v1/orders/%zz?token=${TOKEN}`,
  `/%c0?api_key=${TOKEN}`,
])('an address that is none is a problem that repeats no token: %#', async (path) => {
  const { status, type, body } = await get(path);
  expect(status).toBe(400);
  expect(type).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(body)).toMatchObject({ code: 'INVALID_INPUT', moneyMayHaveMoved: false });
  expect(body).not.toContain(TOKEN);
});

test('two slashes where a base URL met a path are one, as at the sites', async () => {
  const { body } = await get(`//stubs//handler_api.php?api_key=${TOKEN}&action=getBalance`);
  expect(body).toMatch(/^ACCESS_BALANCE:/);
});

test('an order that was given up cannot be finished', async () => {
  const id = await buy();
  expect(await ask({ action: 'setStatus', id, status: '8' })).toBe('ACCESS_CANCEL');
  expect(await ask({ action: 'setStatus', id, status: '6' })).toBe('BAD_STATUS');
  const reply = await fetch(`${running.url}/v1/orders/${id}/finish`, { method: 'POST', headers: bearer });
  expect(reply.status).toBe(409);
  expect(await reply.json()).toMatchObject({ code: 'WRONG_STATE', moneyMayHaveMoved: false });
});

describe('a request without a body, sent as libraries send one', () => {
  test.each([
    ['application/json', ''],
    ['application/json', '{}'],
    ['application/x-www-form-urlencoded', ''],
    ['text/plain', ''],
  ])('%s with %o cancels', async (type, body) => {
    const id = await buy();
    const reply = await fetch(`${running.url}/v1/orders/${id}/cancel`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': type },
      body,
    });
    expect(await reply.json()).toMatchObject({ id, status: 'cancelled' });
  });
});

test.each([
  ['application/json', '{"service":', 'body', /JSON/],
  ['application/json', '', 'body', /object/],
  ['application/x-www-form-urlencoded', 'service=telegram', 'content-type', /application\/json/],
])('a purchase sent as %s %o names the field and the fix', async (type, body, field, fix) => {
  const charges = market.charges();
  const reply = await fetch(`${running.url}/v1/orders`, {
    method: 'POST',
    headers: { ...bearer, 'content-type': type, 'idempotency-key': 'x' },
    body,
  });
  const problem = (await reply.json()) as { field: string; detail: string };
  expect(problem).toMatchObject({ code: 'INVALID_INPUT', moneyMayHaveMoved: false, field });
  expect(problem.detail).toMatch(fix);
  expect(market.charges()).toBe(charges);
});

describe('a field of a purchase', () => {
  const wish = { service: 'telegram', country: 'EE', maxPrice: { amount: '0.50', currency: 'USD' } };
  const post = async (
    body: unknown,
    key: string,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const reply = await fetch(`${running.url}/v1/orders`, {
      method: 'POST',
      headers: {
        ...bearer,
        'content-type': 'application/json',
        ...(key !== '' && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };

  test.each([
    [{ service: 'Telegram', country: 'Estonia' }],
    [{ service: 'tg', country: ['ee', 'Germany'] }],
    [{ service: ' TELEGRAM ', maxPrice: { amount: 0.5, currency: 'USD' } }],
  ])('is taken in the words of the command line, too: %j', async (words) => {
    const { status, body } = await post({ ...wish, ...words }, JSON.stringify(words));
    expect(status).toBe(201);
    expect(body).toMatchObject({ service: 'telegram', country: 'EE' });
  });

  test.each([
    [{ service: 'telegrm' }, 'service', 'did you mean telegram'],
    [{ service: '' }, 'service', 'such as "telegram"'],
    [{ service: undefined }, 'service', 'such as "telegram"'],
    [{ country: 'Germny' }, 'country', 'ISO 3166-1'],
    [{ country: ['EE', 'Germny'] }, 'country.1', 'ISO 3166-1'],
    [{ country: [] }, 'country', 'ISO 3166-1'],
    [{ maxPrice: undefined }, 'maxPrice', '{"amount": "0.50", "currency": "USD"}'],
    [{ maxPrice: '0.50USD' }, 'maxPrice', '{"amount": "0.50", "currency": "USD"}'],
    [{ maxPrice: { amount: '0,5', currency: 'USD' } }, 'maxPrice.amount', 'plain decimal'],
    [{ maxPrice: { amount: '0', currency: 'USD' } }, 'maxPrice.amount', 'above zero'],
    [{ maxPrice: { amount: '0.5', currency: 'usd' } }, 'maxPrice.currency', 'in capitals'],
    [{ maxPrice: { amount: '0.5', currency: 'ABC' } }, 'maxPrice.currency', 'ISO 4217'],
    [{ maxPrice: { amount: '0.5', currency: 'EUR' } }, 'maxPrice.currency', '/v1/account'],
    [{ max_price: '0.5' }, 'max_price', 'no such field'],
    [{ allowVirtual: 'perhaps' }, 'allowVirtual', 'true or false'],
  ])('is named with its fix: %j', async (words, field, fix) => {
    const charges = market.charges();
    const { status, body } = await post({ ...wish, ...words }, 'a key');
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'INVALID_INPUT', moneyMayHaveMoved: false, field });
    expect(body['detail']).toContain(`${field}: expected `);
    expect(body['detail']).toContain(fix);
    expect(market.charges()).toBe(charges);
  });

  test('the key is asked for where it is missing', async () => {
    const { status, body } = await post(wish, '');
    expect(status).toBe(400);
    expect(body).toMatchObject({ field: 'idempotency-key', detail: expect.stringContaining('bought once') });
  });
});
