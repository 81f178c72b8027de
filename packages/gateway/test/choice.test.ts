import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, OPERATOR_TOKEN, openGateway, operator, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';
import { documentedClient } from './support/openapi.ts';

let market: Market;
let running: Running;
let rest: Awaited<ReturnType<typeof documentedClient>>;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [client({ margin: { percent: '10' } }), operator],
  });
  rest = await documentedClient(running.url, TOKEN);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const usd = (amount: string) => ({ amount, currency: 'USD' });
const wish = { service: 'telegram', country: 'EE', maxPrice: usd('0.5') };
const buy = (key: string, more: object, token: string = TOKEN) =>
  rest.call('/orders', {
    method: 'POST',
    body: { ...wish, ...more },
    headers: { 'idempotency-key': key },
    token,
  });

test.each<[string, object, string]>([
  ['the cheapest, without a choice', {}, '0.0825'],
  ['nothing below a floor', { minPrice: usd('0.09') }, '0.121'],
  ['nothing a hair below a floor', { minPrice: usd('0.08255') }, '0.121'],
  ['nothing below a floor in another currency', { minPrice: { amount: '9.7', currency: 'RUB' } }, '0.132'],
  ['only a pool', { pools: ['3'], maxPrice: usd('1') }, '0.0825'],
  ['not a pool', { exceptPools: ['3'] }, '0.121'],
  ['no little stock', { minStock: 1_000 }, '0.0825'],
])('a client buys %s', async (what, choice, amount) => {
  const { status, body } = await buy(what, choice);
  expect([status, body]).toMatchObject([201, { price: usd(amount) }]);
  const again = await buy(what, choice);
  expect(again.body).toMatchObject({ id: (body as { id: string }).id });
  expect((await buy(what, { ...choice, minStock: 2 })).status).toBe(400);
});

test('a wish is the same however it is written', async () => {
  const { body } = await buy('same', { minPrice: usd('0.050'), pools: ['3', '4'], exceptPools: ['5'] });
  const again = await buy('same', { exceptPools: ['5'], pools: ['4', '3'], minPrice: usd('0.05') });
  expect([again.status, again.body]).toEqual([201, body]);
});

test('what nothing fits is sold by nobody, and costs nothing', async () => {
  const before = market.charges();
  for (const choice of [{ minPrice: usd('0.4') }, { minSuccessRate: 0.5 }, { pools: ['nobody'] }]) {
    const { status, body } = await buy(JSON.stringify(choice), choice);
    expect([status, body]).toMatchObject([409, { code: 'OUT_OF_STOCK' }]);
  }
  expect(market.charges()).toBe(before);
});

test('a pool of a provider by its name is refused alike, whether there is such a provider or not', async () => {
  for (const field of ['pools', 'exceptPools']) {
    for (const provider of ['toman', 'nobody']) {
      const { status, body } = await buy(field + provider, { [field]: ['4', `${provider}:3`] });
      expect([status, body]).toMatchObject([400, { code: 'INVALID_INPUT', field }]);
      expect(JSON.stringify(body)).not.toContain('toman');
    }
  }
  const { status } = await buy('by its name', { pools: ['toman:3'] }, OPERATOR_TOKEN);
  expect(status).toBe(201);
});

test('only an operator chooses among providers', async () => {
  expect((await buy('other', { providers: ['rouble'] })).status).toBe(403);
  const { status, body } = await buy('operators', { providers: ['rouble'] }, OPERATOR_TOKEN);
  expect([status, body]).toMatchObject([201, { price: usd('0.12') }]);
  const { status: wrong } = await buy('unknown', { exceptProviders: ['nobody'] }, OPERATOR_TOKEN);
  expect(wrong).toBe(400);
});

test('an old client’s minPrice is a floor', async () => {
  const ask = oldClient(`${running.url}/smsbower/stubs/handler_api.php`);
  const worldOrders = () => market.worldOf('toman').orders.length;
  const before = worldOrders();
  const bought = await ask({
    action: 'getNumber',
    service: 'tg',
    country: '34',
    minPrice: '0.1',
    maxPrice: '1',
  });
  expect(bought).toMatch(/^ACCESS_NUMBER:/);
  expect(worldOrders()).toBe(before);
  for (const minPrice of ['0.9', 'a lot']) {
    expect(await ask({ action: 'getNumber', service: 'tg', country: '34', minPrice })).toBe('NO_NUMBERS');
  }
});
