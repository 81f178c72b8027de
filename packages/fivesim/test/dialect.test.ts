import { NumrouteError, type Shop, type WireRequest } from '@numroute/core';
import { createWorld, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { fivesimDialect } from '../src/index.ts';

const offers = [
  { service: 'google', country: 'GB', pool: 'virtual53', price: '0.2001', stock: 2 },
  { service: 'google', country: 'GB', pool: 'virtual58', price: '0.15', stock: 0 },
  { service: 'google', country: 'EE', pool: 'virtual53', price: '0.30', stock: 5 },
  { service: 'vk', country: 'GB', pool: 'virtual53', price: '0.4', stock: 1 },
];
const clock = () => virtualClock(Date.parse('2026-08-29T11:29:02.689Z'));
const newWorld = () => createWorld({ currency: 'USD', offers, funds: '1', secret: 'k', clock: clock() });

function request(path: string, rest: Partial<WireRequest> = {}): WireRequest {
  const [steps = '', query] = path.split('?');
  const headers = { authorization: 'Bearer k' };
  return {
    method: 'GET',
    path: `/v1/${steps}`,
    query: new URLSearchParams(query),
    headers,
    body: '',
    ...rest,
  };
}

function customer(world = newWorld(), door = world.door) {
  return async (path: string, rest: Partial<WireRequest> = {}) => {
    const { status = 200, body } = await fivesimDialect().respond(request(path, rest), door);
    return `${status} ${body}`;
  };
}

const nowhere = '302 <a href="/404.html">Found</a>.\n';
const json = (reply: string): unknown => JSON.parse(reply.replace(/^200 /, ''));

test('an order looks as 5sim shows it, from the purchase to its end', async () => {
  const world = newWorld();
  const ask = customer(world);
  const sold = await ask('user/buy/activation/england/virtual53/google');
  expect(sold).toBe(
    '200 {"id":3762,"phone":"+44512345678","operator":"virtual53","product":"google","price":0.2001,"status":"RECEIVED","expires":"2026-08-29T11:49:02.689Z","sms":null,"created_at":"2026-08-29T11:29:02.689Z","forwarding":false,"forwarding_number":"","country":"england"}',
  );
  expect(await ask('user/check/3762')).toBe(sold);
  expect(await ask('user/finish/3762')).toBe('400 order no sms');
  world.receiveSms('3762', 'Your verification code is 459260');
  const time = '2026-08-29T11:29:02.689Z';
  const sms = `"sms":[{"created_at":"${time}","date":"${time}","sender":"","text":"Your verification code is 459260","code":"459260"}]`;
  const delivered = sold.replace('"sms":null', sms);
  expect(await ask('user/check/3762')).toBe(delivered);
  expect(await ask('user/cancel/3762')).toBe('400 order has sms');
  const finished = delivered.replace('RECEIVED', 'FINISHED');
  expect(await ask('user/finish/3762')).toBe(finished);
  expect(await ask('user/check/3762')).toBe(finished);
  for (const verb of ['finish', 'cancel', 'ban'])
    expect(await ask(`user/${verb}/3762`)).toBe('400 order not found');
});

test('a cancel and a ban bring the money back, once', async () => {
  const world = newWorld();
  const ask = customer(world);
  await ask('user/buy/activation/england/any/google');
  expect(await ask('user/cancel/3762')).toContain('"status":"CANCELED"');
  expect(await ask('user/cancel/3762')).toBe('400 order not found');
  expect(await ask('user/check/3762')).toContain('"status":"CANCELED"');
  await ask('user/buy/activation/any/any/google');
  expect(await ask('user/ban/3763')).toContain('"status":"BANNED"');
  expect(world.balance().amount).toBe('1');
});

test('time: a cancel that comes too early, an order that ran out', async () => {
  const time = clock();
  const world = createWorld({ currency: 'USD', offers, secret: 'k', clock: time, cancelAfterMs: 60_000 });
  const ask = customer(world);
  await ask('user/buy/activation/england/any/google');
  expect(await ask('user/cancel/3762')).toBe('400 you need to wait time');
  await time.advance(20 * 60_000);
  expect(await ask('user/check/3762')).toContain('"status":"TIMEOUT"');
  expect(await ask('user/cancel/3762')).toBe('400 order expired');
});

test('prices: country first, product first for a product alone, null for nothing', async () => {
  const ask = customer();
  const google = '{"virtual53":{"cost":0.2001,"count":2},"virtual58":{"cost":0.15,"count":0}}';
  expect(await ask('guest/prices?country=england')).toBe(
    `200 {"england":{"google":${google},"vkontakte":{"virtual53":{"cost":0.4,"count":1}}}}`,
  );
  expect(await ask('guest/prices?country=england&product=google')).toBe(
    `200 {"england":{"google":${google}}}`,
  );
  expect(await ask('guest/prices?product=google')).toBe(
    `200 {"google":{"england":${google},"estonia":{"virtual53":{"cost":0.3,"count":5}}}}`,
  );
  expect(Object.keys(json(await ask('guest/prices')) as object)).toEqual(['england', 'estonia']);
  expect(await ask('guest/prices?product=telegram')).toBe('200 null');
  expect(await ask('guest/prices?product=nothing')).toBe('400 product is incorrect');
  expect(await ask('guest/prices?country=atlantis')).toBe('400 country is incorrect');
});

test('a success rate stands in its window', async () => {
  const rated = {
    ...newWorld().offers[0],
    service: 'x',
    country: 'acme:1',
    pool: 'P 1',
    price: '1',
    stock: 1,
  };
  const successRate = { value: 0.0449, windowHours: 24, source: 'vendor' } as const;
  const world = createWorld({ currency: 'USD', offers: [{ ...rated, successRate }], secret: 'k' });
  const ask = customer(world);
  expect(await ask('guest/prices')).toBe('200 {"acme_1":{"x":{"p_1":{"cost":1,"count":1,"rate24":4.49}}}}');
  expect(await ask('user/buy/activation/acme_1/p_1/x')).toContain('"operator":"p_1","product":"x"');
});

test('products show the cheapest of all operators, those without stock too', async () => {
  const ask = customer();
  expect(await ask('guest/products/england/any')).toBe(
    '200 {"google":{"Category":"activation","Qty":2,"Price":0.15},"vkontakte":{"Category":"activation","Qty":1,"Price":0.4}}',
  );
  expect(await ask('guest/products/england/virtual58')).toBe(
    '200 {"google":{"Category":"activation","Qty":0,"Price":0.15}}',
  );
  expect(await ask('guest/products/atlantis/any')).toBe('400 bad country');
});

test('countries by their names', async () => {
  expect(json(await customer()('guest/countries'))).toEqual({
    england: expect.objectContaining({ iso: { gb: 1 }, prefix: { '+44': 1 }, text_en: 'United Kingdom' }),
    estonia: expect.objectContaining({ iso: { ee: 1 }, prefix: { '+372': 1 }, text_en: 'Estonia' }),
  });
});

test('the profile and the list of orders are true', async () => {
  const world = newWorld();
  const ask = customer(world);
  for (const product of ['google', 'google', 'vkontakte'])
    await ask(`user/buy/activation/england/any/${product}`);
  world.receiveSms('3763', '1234');
  expect(json(await ask('user/profile'))).toMatchObject({
    balance: 0.1998,
    rating: 96,
    total_active_orders: 3,
  });
  const list = async (query: string) =>
    json(await ask(`user/orders?category=${query}`)) as {
      Data: { id: number; sms: unknown }[];
      Total: number;
    };
  const newest = await list('activation&order=id&reverse=true');
  expect(newest.Total).toBe(999_999);
  expect(newest.Data.map(({ id, sms }) => [id, sms])).toEqual([
    [3764, []],
    [3763, []],
    [3762, []],
  ]);
  expect((await list('activation&reverse=true&limit=1&offset=1')).Data.map(({ id }) => id)).toEqual([3763]);
  expect((await list('hosting')).Data).toEqual([]);
});

describe('a purchase', () => {
  test.each([
    ['user/buy/activation/england/virtual58/google', '200 no free phones'],
    ['user/buy/activation/england/virtual9/google', '200 no free phones'],
    ['user/buy/activation/england/any/telegram', '200 no free phones'],
    ['user/buy/activation/england/any/nothing', '400 no product'],
    ['user/buy/activation/atlantis/any/google', '400 bad country'],
    ['user/buy/activation/england/any/google?maxPrice=0.2', '200 no free phones, max price'],
    ['user/buy/activation/england/virtual53/google?maxPrice=0.2', '200 no free phones, max price'],
    ['user/buy/activation/england/any/google?maxPrice=much', '200 no free phones, max price'],
    ['user/buy/activation/england/any/google?maxPrice=', '200 no free phones, max price'],
    ['user/buy/activation/england/any/google?forwarding=1&number=79000000000', '200 no free phones'],
    ['user/buy/activation/england/any/google?voice=1', '200 no free phones'],
    ['user/buy/hosting/england/any/3hours', nowhere],
    ['user/buy/activation/england/any/__Probe__', nowhere],
    ['user/buy/activation/england/any', nowhere],
    ['user/buy/activation/england/any/google/1', nowhere],
    ['user/buy/activation/england/any/any', nowhere],
  ])('%s: %s', async (path, expected) => {
    const world = newWorld();
    expect(await customer(world)(path)).toBe(expected);
    expect(world.orders).toEqual([]);
  });

  test('a cap of exactly the price buys', async () => {
    const ask = customer();
    expect(await ask('user/buy/activation/england/any/google?maxPrice=0.2001&reuse=1&ref=x')).toContain(
      '"price":0.2001',
    );
  });

  test('funds', async () => {
    const world = createWorld({ currency: 'USD', offers, funds: '0.1', secret: 'k' });
    expect(await customer(world)('user/buy/activation/england/any/google')).toBe(
      '400 not enough user balance',
    );
  });

  test('a shop without operators sells as one, and of no other', async () => {
    const plain = offers.map(({ pool: _, ...rest }) => rest);
    const world = createWorld({ currency: 'USD', offers: plain, secret: 'k' });
    const ask = customer(world);
    expect(await ask('user/buy/activation/england/beeline/google')).toBe('200 no free phones');
    expect(await ask('user/buy/activation/england/virtual1/google')).toContain('"operator":"virtual1"');
  });

  test('what has no operator is sold as virtual1, whatever else is cheaper', async () => {
    const bare = { service: 'google', country: 'GB', price: '0.9', stock: 1 };
    const world = createWorld({ currency: 'USD', offers: [...offers, bare], secret: 'k' });
    const ask = customer(world);
    const buy = 'user/buy/activation/england/virtual1/google';
    expect(await ask(buy)).toContain('"operator":"virtual1","product":"google","price":0.9');
    expect(await ask(buy)).toBe('200 no free phones');
  });

  test('of another method nothing is bought', async () => {
    const world = newWorld();
    for (const method of ['POST', 'HEAD', 'DELETE']) {
      expect(await customer(world)('user/buy/activation/england/any/google', { method })).toBe(nowhere);
    }
    expect(world.orders).toEqual([]);
  });
});

test.each([
  ['user/check/1', '404 order not found'],
  ['user/cancel/1', '400 order not found'],
  ['user/finish/1', '400 order not found'],
  ['user/ban/1', '400 order not found'],
  ['user/check/1%2F..%2F2', nowhere],
  ['user/check', nowhere],
  ['user/reuse/google/44700', nowhere],
  ['user/max-prices', nowhere],
  ['user/__proto__', nowhere],
  ['guest/nothing', nowhere],
  ['guest/prices/england', nowhere],
  ['', nowhere],
  ['other', nowhere],
  ['user/%', nowhere],
])('%s: %s', async (path, expected) => {
  expect(await customer()(path)).toBe(expected);
});

test.each([
  {},
  { authorization: 'Bearer wrong' },
  { authorization: 'Bearer' },
  { authorization: 'k' },
  { authorization: 'Basic k' },
])('a key that nobody holds: %j', async (headers) => {
  for (const path of [
    'user/profile',
    'user/nothing',
    'user/buy/activation/england/any/google',
    'guest/prices',
  ])
    expect(await customer()(path, { headers })).toBe('401 ');
});

test('an order that is gone is not found, a number that takes time is pending', async () => {
  const { shop } = newWorld();
  const reportOf = (rest: object) =>
    customer(
      undefined,
      () => ({ ...shop, fetchOrder: async (id) => ({ id, status: 'open', messages: [], ...rest }) }) as Shop,
    )('user/check/7');
  expect(await reportOf({ status: 'gone' })).toBe('404 order not found');
  expect(await reportOf({})).toBe(
    '200 {"id":7,"phone":"","operator":"virtual1","status":"PENDING","sms":null,"forwarding":false,"forwarding_number":""}',
  );
  expect(await reportOf({ phone: '+4470', orderedAt: 0 })).toContain('"expires":"1970-01-01T00:15:00.000Z"');
});

test.each([
  [new NumrouteError('OUTCOME_UNKNOWN', 'x', {}), '500 internal error'],
  [new NumrouteError('PRICE_ABOVE_LIMIT', 'x', { order: { provider: 'a', id: '1' } }), '500 internal error'],
  [new NumrouteError('PRICE_ABOVE_LIMIT', 'x', {}), '200 no free phones, max price'],
  [new NumrouteError('RATE_LIMITED', 'x', {}), '429 too many requests'],
  [new NumrouteError('UNAVAILABLE', 'x', {}), '500 internal error'],
  [new Error('x'), '500 internal error'],
])('%s of the shop: %s', async (thrown, expected) => {
  const purchase = async () => {
    throw thrown;
  };
  const shop = { ...newWorld().shop, purchase } as Shop;
  expect(await customer(undefined, () => shop)('user/buy/activation/england/any/google')).toBe(expected);
  const door = () => {
    throw thrown;
  };
  expect(await customer(undefined, door)('user/profile')).toBe(expected);
});
