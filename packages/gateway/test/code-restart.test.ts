import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { processes } from './support/process.ts';

const wish = {
  service: 'telegram',
  country: 'EE',
  pools: ['3'],
  maxPrice: { amount: '0.5', currency: 'USD' },
  withinMs: 600_000,
};

let market: Market;
let server: { readonly url: string; readonly stop: () => Promise<void> };
let folder: string;

beforeEach(async () => {
  market = await openMarket();
  folder = mkdtempSync(join(tmpdir(), 'numroute-codes-'));
});
afterEach(async () => {
  await server.stop();
  await market[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** In this process, and closed in good order. */
async function start(): Promise<void> {
  const running = await openGateway(market.addresses, {}, join(folder, 'journal.sqlite'));
  server = { url: running.url, stop: async () => await running[Symbol.asyncDispose]() };
}

/** In a process of its own, and killed. */
function starter(addresses = market.addresses): () => Promise<void> {
  const next = processes(addresses);
  return async () => {
    const running = await next();
    server = { url: running.url, stop: () => running.kill() };
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what a test expects of it, it says itself
async function call(path: string, body?: object): Promise<any> {
  const reply = await fetch(`${server.url}/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': 'sign up' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return await reply.json();
}

const toman = () => market.worldOf('toman');

async function atHand(id: string) {
  await until(async () => (await call(`/codes/${id}`)).state === 'waiting');
  return await call(`/codes/${id}`);
}

test.each([
  ['closed', () => start],
  ['killed', () => starter()],
])(
  '%s with a number out it tells what is, and the same key goes on with that number',
  {
    timeout: 180_000,
  },
  async (_how, by) => {
    const begin = by();
    await begin();
    const { id } = await call('/codes', wish);
    const before = await atHand(id);
    await server.stop();
    await begin();
    expect(await call(`/codes/${id}`)).toEqual(before);
    expect(await call('/codes', wish)).toEqual(before);
    expect(await call('/codes', { ...wish, numbers: 2 })).toMatchObject({ field: 'idempotency-key' });
    // The client's budget holds the rest of the half dollar again.
    expect((await call('/balance')).balance.amount).toBe('999.5');
    // Searched for again, the number can be refused and the next one tried.
    await call(`/codes/${id}/unfit?nth=1`, {});
    await until(async () => (await call(`/codes/${id}`)).nth === 2);
    const second = await atHand(id);
    toman().receiveSms(toman().orders[1]?.id ?? '', '445566');
    await until(async () => (await call(`/codes/${id}`)).state === 'got');
    expect(market.charges()).toBe(2);
    await server.stop();
    await begin();
    const got = await call(`/codes/${id}`);
    expect(got).toMatchObject({ state: 'got', nth: 2, phone: second.phone, code: '445566' });
    expect(got.tried).toMatchObject([{ nth: 1, why: 'unfit' }]);
    expect(await call('/codes', wish)).toEqual(got);
    expect(market.charges()).toBe(2);
  },
);

test('a code that comes while nobody searches is told, and one that was cancelled stays so', {
  timeout: 60_000,
}, async () => {
  await start();
  const { id } = await call('/codes', wish);
  await atHand(id);
  await server.stop();
  await start();
  const refused = await call(`/codes/${id}/unfit?nth=1`, {});
  expect(refused).toMatchObject({ code: 'WRONG_STATE', moneyMayHaveMoved: false });
  toman().receiveSms(toman().orders[0]?.id ?? '', '445566');
  await until(async () => (await call(`/codes/${id}`)).state === 'got');
  expect(await call('/codes', wish)).toMatchObject({ state: 'got', code: '445566' });
  expect(market.charges()).toBe(1);
});

test('cancelled after a restart, its number is given up, and its key buys nothing more', {
  timeout: 60_000,
}, async () => {
  await start();
  const { id } = await call('/codes', wish);
  await atHand(id);
  await server.stop();
  await start();
  const cancelled = { state: 'failed', failure: { code: 'CANCELLED' } };
  expect(await call(`/codes/${id}/cancel`, {})).toMatchObject(cancelled);
  await until(() => toman().orders[0]?.status === 'cancelled');
  expect(await call('/codes', wish)).toMatchObject(cancelled);
  await server.stop();
  await start();
  expect(await call('/codes', wish)).toMatchObject(cancelled);
  expect(market.charges()).toBe(1);
});

test('killed while the vendor sells, the same key finds the number and buys no other', {
  timeout: 180_000,
}, async () => {
  const [, dollar] = market.vendors;
  const begin = starter(market.addresses.filter(({ id }) => id === dollar.id));
  await begin();
  dollar.sandbox.fault({
    when: 'after',
    kind: 'slow',
    delayMs: 3_000,
    match: ({ query }) => query.get('action')?.startsWith('getNumber') ?? false,
  });
  const { pools: _, ...any } = wish;
  const { id } = await call('/codes', any);
  await until(() => market.charges() === 1);
  await server.stop();
  await begin();
  await call('/codes', any);
  await atHand(id);
  dollar.world.receiveSms(dollar.world.orders[0]?.id ?? '', '990011');
  await until(async () => (await call(`/codes/${id}`)).code === '990011');
  expect(market.charges()).toBe(1);
});
