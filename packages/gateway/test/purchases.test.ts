import type { Orders, Purchase } from '@numroute/gateway';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';

let market: Market;
let running: Running | undefined;
/** What the router was asked to buy. */
let purchases: Purchase[];

beforeEach(async () => {
  market = await openMarket();
  purchases = [];
});
afterEach(async () => {
  await running?.[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

async function start(settings: Parameters<typeof client>[0]): Promise<void> {
  const noted = (orders: Orders): Orders => ({
    ...orders,
    buy: (purchase) => {
      purchases.push(purchase);
      return orders.buy(purchase);
    },
  });
  running = await openGateway(market.addresses, { clients: [client(settings)] }, undefined, noted);
}

async function buy(wish: object, key: string): Promise<Record<string, unknown>> {
  const reply = await fetch(`${running?.url}/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ service: 'telegram', maxPrice: { amount: '0.2', currency: 'USD' }, ...wish }),
  });
  return (await reply.json()) as Record<string, unknown>;
}

test('a cap above what is left of the budget is lowered to it', async () => {
  await start({ budget: { amount: '0.1', currency: 'USD', per: 'total' } });
  const ask = oldClient(`${running?.url}/stubs/handler_api.php`);
  const answer = await ask({ action: 'getNumber', service: 'tg', country: '34', maxPrice: '0.5' });
  expect(answer).toMatch(/^ACCESS_NUMBER:1:/);
  expect(purchases).toMatchObject([{ maxPrice: { amount: '0.1', currency: 'USD' } }]);
});

test.each([
  [false, true, false],
  [false, undefined, false],
  [true, true, true],
  [true, false, false],
  [true, undefined, false],
])('virtual numbers: the client may %s and asks %s, so it may be sold one: %s', async (may, asks, sold) => {
  await start({ allowVirtual: may });
  await buy({ country: 'EE', ...(asks !== undefined && { allowVirtual: asks }) }, 'a');
  expect(purchases).toMatchObject([{ allowVirtual: sold }]);
});

test('the same countries in another order are the same wish', async () => {
  await start({});
  const first = await buy({ country: ['US', 'EE'] }, 'a');
  expect(first).toMatchObject({ status: 'open' });
  expect(await buy({ country: ['EE', 'US'] }, 'a')).toMatchObject({ id: first['id'] });
  expect(await buy({ country: ['EE'] }, 'a')).toMatchObject({ field: 'idempotency-key' });
});

test('a price list that could not be read is read again for the next who asks', async () => {
  let fails = true;
  const flaky = (orders: Orders): Orders => ({
    ...orders,
    quoteMarket: (query, options) =>
      fails ? Promise.reject(new Error('no list')) : orders.quoteMarket(query, options),
  });
  running = await openGateway(market.addresses, { pricesTtlMs: 600_000 }, undefined, flaky);
  const ask = oldClient(`${running.url}/stubs/handler_api.php`);
  const request = { action: 'getNumber', service: 'tg', country: '34' };
  expect(await ask(request)).toBe('ERROR_SQL');
  fails = false;
  expect(await ask(request)).toMatch(/^ACCESS_NUMBER:1:/);
});

test.each([
  ['service', { services: ['whatsapp'] }],
  ['country', { countries: ['US'] }],
])('a %s that a token may not buy is refused as that', async (_what, settings) => {
  await start(settings);
  expect(await buy({ country: 'EE' }, 'a')).toMatchObject({ status: 403, code: 'REJECTED' });
  expect(purchases).toEqual([]);
});
