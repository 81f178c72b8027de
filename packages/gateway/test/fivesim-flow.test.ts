import { hashToken } from '@numroute/gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';

const POOR = 'token-of-a-client-with-little-money';

let market: Market;
let running: Running;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [
      client({ operator: true, margin: { percent: '10' } }),
      client({
        id: 'poor',
        tokenHash: hashToken(POOR),
        budget: { amount: '0.05', currency: 'USD', per: 'total' },
      }),
    ],
  });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

interface Told {
  readonly status: number;
  readonly body: string;
}

interface SoldOrder {
  readonly id: number;
  readonly phone: string;
  readonly status: string;
  readonly price: number;
  readonly sms: readonly { readonly code: string; readonly text: string }[] | null;
}

/** As a program that was written for 5sim asks: the token is the bearer, and everything is a GET. */
async function ask(path: string, token: string | undefined = TOKEN, init: RequestInit = {}): Promise<Told> {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}`, accept: 'application/json' };
  const response = await fetch(running.url + path, { redirect: 'manual', headers, ...init });
  return { status: response.status, body: await response.text() };
}

const json = async <T>(path: string): Promise<T> => JSON.parse((await ask(path)).body) as T;

function vendorsOrder(phone: string) {
  for (const { world } of market.vendors) {
    const order = world.orders.find((one) => one.phone === phone);
    if (order) return { world, order };
  }
  throw new Error(`nobody sold ${phone}`);
}

test.each(['/fivesim/v1', '/v1'])('at %s: prices, a number, its code, and the end', async (root) => {
  const balance = async () => (await json<{ balance: number }>(`${root}/user/profile`)).balance;
  const before = await balance();
  const { estonia } = await json<{
    estonia: Record<string, Record<string, { cost: number; count: number }>>;
  }>(`${root}/guest/prices?country=estonia&product=telegram`);
  // 8,400 Toman are 0.075 USD; ten percent more, rounded up.
  expect(estonia['telegram']).toEqual({
    3: { cost: 0.0825, count: expect.any(Number) },
    virtual1: { cost: 0.121, count: expect.any(Number) },
  });
  const byProduct = await json<{ telegram: object }>(`${root}/guest/prices?product=telegram`);
  expect(Object.keys(byProduct.telegram).sort()).toEqual(['estonia', 'usa']);
  expect(Object.keys(await json(`${root}/guest/countries`)).sort()).toEqual(['estonia', 'usa']);
  expect(await json(`${root}/guest/products/estonia/any`)).toMatchObject({ telegram: { Price: 0.0825 } });

  const bought = await json<SoldOrder>(`${root}/user/buy/activation/estonia/3/telegram`);
  expect(bought).toMatchObject({ status: 'RECEIVED', price: 0.0825, sms: null, product: 'telegram' });
  const { world, order } = vendorsOrder(bought.phone);
  const check = () => json<SoldOrder>(`${root}/user/check/${bought.id}`);
  expect(await check()).toMatchObject({ status: 'RECEIVED', sms: null });
  world.receiveSms(order.id, 'Your code: 012345');
  await until(async () => (await check()).sms !== null);
  expect((await check()).sms).toMatchObject([{ code: '012345' }]);
  expect(await ask(`${root}/user/cancel/${bought.id}`)).toEqual({ status: 400, body: 'order has sms' });
  expect(await json(`${root}/user/finish/${bought.id}`)).toMatchObject({ id: bought.id, status: 'FINISHED' });
  expect(await balance()).toBeCloseTo(before - 0.0825, 6);
});

test('a cancel gives the number back, a second one does not find it, and the list holds what is open', async () => {
  const { id, phone } = await json<SoldOrder>('/v1/user/buy/activation/any/any/telegram?ref=abc');
  const other = await json<SoldOrder>('/v1/user/buy/activation/usa/any/telegram');
  const open = async () =>
    (
      await json<{ Data: SoldOrder[] }>(
        '/v1/user/orders?category=activation&limit=15&offset=0&order=id&reverse=true',
      )
    ).Data.map((one) => one.id);
  expect(await open()).toEqual([other.id, id]);
  expect(await json('/v1/user/profile')).toMatchObject({ total_active_orders: 2 });
  expect(await json(`/v1/user/cancel/${id}`)).toMatchObject({ status: 'CANCELED' });
  expect(vendorsOrder(phone).world.orders.find((one) => one.phone === phone)?.status).toBe('cancelled');
  expect(await ask(`/v1/user/cancel/${id}`)).toEqual({ status: 400, body: 'order not found' });
  expect(await json(`/v1/user/check/${id}`)).toMatchObject({ status: 'CANCELED' });
  expect(await open()).toEqual([other.id]);
  expect(await json(`/v1/user/ban/${other.id}`)).toMatchObject({ status: 'BANNED' });
});

test('a cap is kept, also for an operator, and one that cannot be read buys nothing', async () => {
  const charges = market.charges();
  const tooLow = { status: 200, body: 'no free phones, max price' };
  for (const query of [
    'any/telegram?maxPrice=0.0824',
    '3/telegram?maxPrice=0.0824',
    'any/telegram?maxPrice=x',
  ])
    expect(await ask(`/v1/user/buy/activation/estonia/${query}`)).toEqual(tooLow);
  expect(market.charges()).toBe(charges);
  const { id } = await json<SoldOrder>('/v1/user/buy/activation/estonia/any/telegram?maxPrice=0.0825');
  expect(market.charges()).toBe(charges + 1);
  await ask(`/v1/user/cancel/${id}`);
});

test('nothing is sold to whoever has no money, no name for it, or another method', async () => {
  const charges = market.charges();
  const buy = '/v1/user/buy/activation/estonia/any';
  expect(await ask(`${buy}/telegram`, POOR)).toEqual({ status: 400, body: 'not enough user balance' });
  expect(await ask(`${buy}/nothing`)).toEqual({ status: 400, body: 'no product' });
  expect(await ask(`${buy}/viber`)).toEqual({ status: 200, body: 'no free phones' });
  expect((await ask(`${buy}/Not%2FA%20Name`)).status).toBe(302);
  for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
    expect((await ask(`${buy}/telegram`, TOKEN, { method })).status).not.toBe(200);
  expect(market.charges()).toBe(charges);
});

test.each(['user/profile', 'user/buy/activation/estonia/any/telegram', 'guest/prices', 'guest/countries'])(
  '%s wants the token, as the bearer',
  async (path) => {
    for (const root of ['/v1', '/fivesim/v1']) {
      expect(await ask(`${root}/${path}`, '')).toEqual({ status: 401, body: '' });
      expect(await ask(`${root}/${path}?token=${TOKEN}&api_key=${TOKEN}`, '')).toEqual({
        status: 401,
        body: '',
      });
    }
    expect(await ask(`/v1/${path}`, 'a-token-of-nobody-at-all')).toEqual({ status: 401, body: '' });
  },
);

test('a purchase whose answer nobody heard is given to whoever asks again, and is bought once', async () => {
  const charges = market.charges();
  const { promise: held, resolve: sell } = Promise.withResolvers<void>();
  market.vendors[0].sandbox.fault({
    when: 'after',
    kind: 'slow',
    until: held,
    match: ({ query }) => query.get('action') === 'get_number',
  });
  const gone = new AbortController();
  const buy = '/v1/user/buy/activation/usa/any/telegram';
  const unheard = ask(buy, TOKEN, { signal: gone.signal });
  await until(() => market.charges() === charges + 1);
  gone.abort();
  await expect(unheard).rejects.toThrow();
  sell();
  const { id } = await json<SoldOrder>(buy);
  expect(market.charges()).toBe(charges + 1);
  await ask(`/v1/user/cancel/${id}`);
});

test("another client's order is not found", async () => {
  const { id } = await json<SoldOrder>('/v1/user/buy/activation/estonia/any/telegram');
  expect(await ask(`/v1/user/check/${id}`, POOR)).toEqual({ status: 404, body: 'order not found' });
  expect(await ask(`/v1/user/cancel/${id}`, POOR)).toEqual({ status: 400, body: 'order not found' });
  expect(await json(`/v1/user/check/${id}`)).toMatchObject({ status: 'RECEIVED' });
  await ask(`/v1/user/cancel/${id}`);
});

test("the gateway's own /v1 has none of these resources", async () => {
  const { paths } = await json<{ paths: Record<string, unknown> }>('/v1/openapi.json');
  expect(Object.keys(paths).length).toBeGreaterThan(3);
  expect(Object.keys(paths).filter((path) => /^\/v1\/(?:user|guest)\b/.test(path))).toEqual([]);
  for (const path of ['/v1/orders', '/v1/offers?service=telegram', '/v1/account'])
    expect((await ask(path)).status, path).toBe(200);
  for (const path of ['/v1/user', '/v1/guest', '/v1/users/profile', '/fivesim/v1'])
    expect((await ask(path)).status, path).toBe(404);
  // Below these two it is 5sim that answers, as it answers to what it does not know.
  expect(await ask(`/v1/user/${'x'.repeat(200)}`)).toEqual({
    status: 302,
    body: '<a href="/404.html">Found</a>.\n',
  });
});

test('the metrics count by what was asked for, never by an id or a name', async () => {
  for (const path of [
    'user/check/424242',
    'user/buy/activation/narnia/any/x424242',
    'user/x424242',
    'guest/x424242/y',
  ])
    await ask(`/fivesim/v1/${path}`);
  const { body } = await ask('/metrics');
  const lines = body.split('\n').filter((line) => line.startsWith('numroute_answers_total{via="fivesim"'));
  const actions = new Set(lines.map((line) => /action="([^"]*)"/.exec(line)?.[1]));
  expect([...actions].sort()).toEqual(
    expect.arrayContaining(['guest/prices', 'other', 'user/buy', 'user/check', 'user/profile']),
  );
  expect(body).not.toContain('424242');
  expect(body).not.toContain('narnia');
});
