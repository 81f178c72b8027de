import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import type { VendorAddress } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';

const telegram = { service: 'telegram', country: 'EE', stock: 50 };
const whatsapp = { service: 'whatsapp', country: 'EE', stock: 1 };

/** Two vendors with pools, one of which they call alike, and one without. */
const goods = {
  pooled: [
    { ...telegram, pool: 'beeline', price: '0.3' },
    { ...telegram, pool: '2263', price: '0.2' },
    { ...whatsapp, pool: '2263', price: '0.2' },
    { ...whatsapp, pool: 'beeline', price: '0.1', stock: 5 },
  ],
  alike: [
    { ...telegram, pool: '2263', price: '0.25' },
    { ...telegram, pool: '77', price: '0.2' },
  ],
  plain: [{ ...telegram, price: '0.1' }],
} as const;
type Vendor = keyof typeof goods;

const worlds = new Map<string, World>();
const sandboxes: Sandbox[] = [];
let running: Running;
let classic: Ask;
let bower: Ask;

beforeAll(async () => {
  const addresses: VendorAddress[] = [];
  for (const [n, id] of (Object.keys(goods) as Vendor[]).entries()) {
    const profile = id === 'plain' ? 'herosms' : 'smsbower';
    const world = createWorld({
      currency: 'USD',
      offers: goods[id],
      phones: (_, order) => `+3725${String(order).padStart(6, '0')}${n}`,
    });
    const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles[profile]) });
    worlds.set(id, world);
    sandboxes.push(sandbox);
    addresses.push({ id, profile, url: sandbox.url, apiKey: world.secret, currency: 'USD' });
  }
  running = await openGateway(addresses, { clients: [client()] });
  classic = oldClient(`${running.url}/stubs/handler_api.php`);
  bower = oldClient(`${running.url}/smsbower/stubs/handler_api.php`);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  for (const sandbox of sandboxes) await sandbox.close();
});

/** Of which pool of whom the last number was, and how many were sold. */
const sold = () => {
  const all = [...worlds].flatMap(([id, { orders }]) => orders.map((order) => ({ ...order, vendor: id })));
  const [last] = all.toSorted((a, b) => b.orderedAt - a.orderedAt);
  return { count: all.length, by: last && `${last.vendor} ${last.pool ?? '-'}` };
};

/** By 5sim's own API. */
const fivesim = async (path: string): Promise<string> =>
  await (await fetch(`${running.url}/v1/${path}`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();
const buyAt5sim = (operator: string, query = '') =>
  fivesim(`user/buy/activation/estonia/${operator}/telegram${query}`);

const wanted = { action: 'getNumber', service: 'tg', country: '34' };
const isNumber = /^ACCESS_NUMBER:\d+:3725\d+$/;

test.each([
  [{}, 'plain -'],
  [{ operator: 'any' }, 'plain -'],
  [{ operator: '' }, 'plain -'],
  [{ operator: '2263' }, 'pooled 2263'],
  [{ operator: 'beeline' }, 'pooled beeline'],
  [{ operator: 'mts, beeline' }, 'pooled beeline'],
  [{ operator: '1' }, 'plain -'],
  [{ operator: '2263', minPrice: '0.22' }, 'alike 2263'],
])('an old client with %o is sold a number of %s', async (beside, by) => {
  const { count } = sold();
  expect(await classic({ ...wanted, ...beside })).toMatch(isNumber);
  expect(sold()).toEqual({ count: count + 1, by });
});

test.each([
  [{ operator: 'mts' }, 'NO_NUMBERS'],
  [{ operator: 'pooled:beeline' }, 'NO_NUMBERS'],
  [{ operator: 'beeline', maxPrice: '0.25' }, 'WRONG_MAX_PRICE:0.3'],
  [{ operator: 'beeline', service: 'wa', minPrice: '0.2' }, 'NO_NUMBERS'],
  [{ providerIds: '2263' }, 'BAD_OPERATOR'],
  [{ exceptProviderIds: '2263' }, 'BAD_OPERATOR'],
])('an old client with %o is told %s, and nothing is bought', async (beside, word) => {
  const { count } = sold();
  expect(await classic({ ...wanted, ...beside })).toBe(word);
  expect(sold().count).toBe(count);
});

test('the operator is told in the sale, and the list of operators has every pool', async () => {
  const sale = JSON.parse(await classic({ ...wanted, action: 'getNumberV2', operator: 'beeline' })) as object;
  expect(sale).toMatchObject({ activationOperator: 'beeline' });
  const operators = JSON.parse(await classic({ action: 'getOperators', country: '34' })) as object;
  expect(operators).toEqual({
    status: 'success',
    countryOperators: {
      34: expect.toSatisfy((names: string[]) => String(names.sort()) === '2263,77,beeline'),
    },
  });
});

test('prices and stock of an operator are its own, of both vendors together', async () => {
  const asked = { action: 'getPrices', service: 'tg', country: '34' };
  const cells = async (operator: string) =>
    (
      JSON.parse(await classic({ ...asked, operator })) as { 34?: { tg: { cost: number; count: number } } }
    )[34]?.tg;
  expect(await cells('beeline')).toMatchObject({ cost: 0.3 });
  expect(await cells('2263')).toMatchObject({ cost: 0.2 });
  expect(await cells('any')).toMatchObject({ cost: 0.1 });
  expect(await cells('mts')).toBeUndefined();
});

test('ids of providers choose pools at a site that has them', async () => {
  const buy = (beside: object) => bower({ ...wanted, ...beside });
  expect(await buy({ providerIds: '77' })).toMatch(isNumber);
  expect(sold().by).toBe('alike 77');
  expect(await buy({ exceptProviderIds: '1,77,2263' })).toMatch(isNumber);
  expect(sold().by).toBe('pooled beeline');
  const { count } = sold();
  expect(await buy({ providerIds: '5' })).toBe('NO_NUMBERS');
  expect(await buy({ exceptProviderIds: '1,77,2263,beeline' })).toBe('NO_NUMBERS');
  expect(sold().count).toBe(count);
  const listed = await bower({ action: 'getPricesV3', service: 'tg', country: '34' });
  expect(Object.keys((JSON.parse(listed) as { 34: { tg: object } })[34].tg).sort()).toEqual([
    ...['1', '2263', '77', 'beeline'],
  ]);
});

test('5sim’s address names the operator, and another one is never sold', async () => {
  const { estonia } = JSON.parse(await fivesim('guest/prices?country=estonia&product=telegram')) as {
    estonia: { telegram: Record<string, { cost: number }> };
  };
  const costs = Object.entries(estonia.telegram).map(([name, { cost }]) => [name, cost]);
  expect(Object.fromEntries(costs)).toEqual({ virtual1: 0.1, 2263: 0.2, 77: 0.2, beeline: 0.3 });
  expect(await buyAt5sim('beeline')).toContain('"operator":"beeline","product":"telegram","price":0.3');
  expect(sold().by).toBe('pooled beeline');
  expect(await buyAt5sim('virtual1')).toContain('"operator":"virtual1"');
  expect(sold().by).toBe('plain -');
  const { count } = sold();
  expect(await buyAt5sim('mts')).toBe('no free phones');
  expect(await buyAt5sim('beeline', '?maxPrice=0.2')).toBe('no free phones, max price');
  expect(sold().count).toBe(count);
});

test('an operator that is sold out is not replaced, at no door', async () => {
  worlds.get('plain')?.setStock({ service: 'telegram' }, 0);
  try {
    await until(async () => (await classic({ ...wanted, operator: '1' })) === 'NO_NUMBERS');
    const { count } = sold();
    expect(await buyAt5sim('virtual1')).toBe('no free phones');
    expect(sold().count).toBe(count);
  } finally {
    worlds.get('plain')?.setStock({ service: 'telegram' }, 50);
  }
});

test('a purchase that nobody heard waits for the question with its operator, and for no other', async () => {
  const sandbox = sandboxes[0];
  const whole = { ...wanted, service: 'wa', operator: '2263' };
  const { count } = sold();
  const { promise: held, resolve: sell } = Promise.withResolvers<void>();
  sandbox?.fault({
    when: 'after',
    kind: 'slow',
    until: held,
    match: ({ query }) => query.get('action') === 'getNumberV2',
  });
  const gone = new AbortController();
  const query = new URLSearchParams({ ...whole, api_key: TOKEN });
  const unheard = fetch(`${running.url}/stubs/handler_api.php?${query}`, { signal: gone.signal });
  await until(() => sold().count === count + 1);
  gone.abort();
  await expect(unheard).rejects.toThrow();
  sell();
  // The last of its pool, while another pool has more.
  expect(await classic({ ...whole, operator: 'beeline' })).toMatch(isNumber);
  expect(sold()).toEqual({ count: count + 2, by: 'pooled beeline' });
  expect(await classic(whole)).toMatch(isNumber);
  expect(sold().count).toBe(count + 2);
  expect(await classic(whole)).toBe('NO_NUMBERS');
});

test('a purchase that nobody heard is not made again of another of its operators, which is cheaper by now', async () => {
  const whole = { ...wanted, service: 'wa', operator: '2263, beeline' };
  const pool = { service: 'whatsapp', pool: '2263' };
  worlds.get('pooled')?.setStock(pool, 0);
  worlds.get('pooled')?.setPrice(pool, '0.05');
  await until(async () => (await classic({ ...whole, operator: '2263' })) === 'NO_NUMBERS');
  const { count } = sold();
  const { promise: held, resolve: sell } = Promise.withResolvers<void>();
  sandboxes[0]?.fault({
    when: 'after',
    kind: 'slow',
    until: held,
    match: ({ query }) => query.get('action') === 'getNumberV2',
  });
  const gone = new AbortController();
  const query = new URLSearchParams({ ...whole, api_key: TOKEN });
  const unheard = fetch(`${running.url}/stubs/handler_api.php?${query}`, { signal: gone.signal });
  await until(() => sold().count === count + 1);
  gone.abort();
  await expect(unheard).rejects.toThrow();
  sell();
  worlds.get('pooled')?.setStock(pool, 5);
  await until(async () =>
    (await classic({ action: 'getPrices', service: 'wa', country: '34', operator: '2263' })).includes(
      '"cost":0.05',
    ),
  );
  expect(await classic(whole)).toMatch(isNumber);
  expect(sold()).toEqual({ count: count + 1, by: 'pooled beeline' });
});

test('a number of the client’s own for a purchase is of its operator', async () => {
  const numbered = { ...wanted, action: 'getNumberV2', orderId: 'mine' };
  expect(await classic({ ...numbered, operator: 'beeline' })).toContain('"activationOperator":"beeline"');
  const { count } = sold();
  expect(await classic({ ...numbered, operator: '77' })).toBe('ORDER_ALREADY_EXISTS');
  expect(sold().count).toBe(count);
});

test('no client learns which vendors there are', async () => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const told = [
    await (await fetch(`${running.url}/v1/offers`, { headers })).text(),
    await fivesim('guest/prices'),
    await fivesim('user/orders?category=activation'),
    ...(await Promise.all(
      ['getPrices', 'getOperators', 'getActiveActivations'].map((action) => classic({ action })),
    )),
    ...(await Promise.all(['getPricesV3', 'getPricesV2'].map((action) => bower({ action })))),
  ].join();
  expect(told).toContain('beeline');
  for (const id of worlds.keys()) expect(told).not.toContain(id);
});
