import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';
import { processes, type ServerProcess } from './support/process.ts';

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };

let market: Market;
let server: ServerProcess;

beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  await server.kill();
  await market[Symbol.asyncDispose]();
});

const askAt = ({ url }: ServerProcess): Ask => oldClient(`${url}/stubs/handler_api.php`);
const idOf = (answer: string): string => /^ACCESS_NUMBER:(\d+):/.exec(answer)?.[1] ?? answer;

test('killed between getNumber and getStatus it still answers, and nothing is bought twice', {
  timeout: 60_000,
}, async () => {
  const start = processes(market.addresses);
  server = await start();
  const id = idOf(await askAt(server)(QUESTION));
  expect(id).toBe('1');
  const balance = await askAt(server)({ action: 'getBalance' });
  await server.kill();

  server = await start();
  const ask = askAt(server);
  expect(await ask({ action: 'getStatus', id })).toBe('STATUS_WAIT_CODE');
  expect(await ask({ action: 'getBalance' })).toBe(balance);
  const [order] = market.worldOf('toman').orders;
  market.worldOf('toman').receiveSms(order?.id ?? '', 'Your code: 445566');
  await until(async () => (await ask({ action: 'getStatus', id })) === 'STATUS_OK:445566');
  expect(await ask({ action: 'setStatus', id, status: '6' })).toBe('ACCESS_ACTIVATION');
  expect(market.charges()).toBe(1);
  // Its number was known, so the next request is a new one.
  expect(idOf(await ask(QUESTION))).toBe('2');
  expect(market.charges()).toBe(2);
});

test('killed before anybody asked for the number, it gives the same order to the same request', {
  timeout: 60_000,
}, async () => {
  const start = processes(market.addresses);
  server = await start();
  expect(idOf(await askAt(server)(QUESTION))).toBe('1');
  await server.kill();
  server = await start();
  expect(idOf(await askAt(server)(QUESTION))).toBe('1');
  expect(market.charges()).toBe(1);
});

test('killed while the vendor sells, it finds the order again and gives it to who asks again', {
  timeout: 60_000,
}, async () => {
  // This vendor has a list of open orders.
  const [, dollar] = market.vendors;
  const start = processes(market.addresses.filter(({ id }) => id === dollar.id));
  server = await start();
  dollar.sandbox.fault({
    when: 'after',
    kind: 'slow',
    delayMs: 3_000,
    match: ({ query }) => query.get('action')?.startsWith('getNumber') ?? false,
  });
  const lost = askAt(server)(QUESTION).catch(() => 'no answer');
  await until(() => market.charges() === 1);
  await server.kill();
  expect(await lost).toBe('no answer');

  server = await start();
  const ask = askAt(server);
  await until(async () => idOf(await ask(QUESTION)) === '1', 20_000);
  expect(market.charges()).toBe(1);
  const [order] = dollar.world.orders;
  dollar.world.receiveSms(order?.id ?? '', 'Your code: 990011');
  await until(async () => (await ask({ action: 'getStatus', id: '1' })) === 'STATUS_OK:990011');
});

test('killed while a vendor without a list sells, it says that it does not know, and buys nowhere else', {
  timeout: 60_000,
}, async () => {
  const [toman] = market.vendors;
  const start = processes(market.addresses);
  server = await start();
  toman.sandbox.fault({
    when: 'after',
    kind: 'slow',
    delayMs: 3_000,
    match: ({ query }) => query.get('action') === 'get_number',
  });
  const lost = askAt(server)(QUESTION).catch(() => 'no answer');
  await until(() => market.charges() === 1);
  await server.kill();
  await lost;

  server = await start();
  const ask = askAt(server);
  expect(await ask(QUESTION)).toBe('ERROR_SQL');
  expect(await ask(QUESTION)).toBe('ERROR_SQL');
  expect(market.charges()).toBe(1);
  // Its price is held back from the budget until it is known what became of it.
  expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:999.925');
});

test('told to stop while the vendor sells, it writes the purchase down first', {
  timeout: 60_000,
}, async () => {
  const start = processes(market.addresses);
  server = await start();
  market.vendors[0].sandbox.fault({
    when: 'after',
    kind: 'slow',
    delayMs: 1_500,
    match: ({ query }) => query.get('action') === 'get_number',
  });
  const answer = askAt(server)(QUESTION);
  await until(() => market.charges() === 1);
  const ended = server.terminate();
  expect(idOf(await answer)).toBe('1');
  expect(await ended).toBe(0);

  server = await start();
  expect(await askAt(server)({ action: 'getStatus', id: '1' })).toBe('STATUS_WAIT_CODE');
  expect(market.charges()).toBe(1);
});
