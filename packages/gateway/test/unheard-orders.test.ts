import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };

let market: Market;
let running: Running;
let ask: Ask;

beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

async function start(
  settings: Parameters<typeof openGateway>[1] = {},
  vendors?: readonly string[],
): Promise<void> {
  const addresses = market.addresses.filter(({ id }) => vendors?.includes(id) ?? true);
  running = await openGateway(addresses, settings);
  ask = oldClient(`${running.url}/stubs/handler_api.php`);
}

const isSale = ({ query }: { readonly query: URLSearchParams }): boolean =>
  /^get_?number/i.test(query.get('action') ?? '');

/** Asks, hangs up as soon as the vendor has charged, and waits until the order is there. */
async function askAndHangUp(more: Record<string, string> = {}): Promise<void> {
  const known = await countOpen();
  const before = market.charges();
  for (const { sandbox } of market.vendors) {
    sandbox.fault({ when: 'after', kind: 'slow', delayMs: 300, times: 1, match: isSale });
  }
  const { hostname, port } = new URL(running.url);
  const socket: Socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  const query = new URLSearchParams({ ...QUESTION, ...more, api_key: TOKEN });
  socket.write(`GET /stubs/handler_api.php?${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await until(() => market.charges() > before);
  socket.destroy();
  for (const { sandbox } of market.vendors) sandbox.clearFaults();
  await until(async () => (await countOpen()) > known);
}

const countOpen = async (): Promise<number> =>
  (await ask({ action: 'getActiveActivations' })).split('"activationId"').length - 1;

const idOf = (answer: string): string => /^ACCESS_NUMBER:(\d+):/.exec(answer)?.[1] ?? answer;
const rest = async (path: string, method = 'GET'): Promise<Response> =>
  await fetch(`${running.url}/v1${path}`, { method, headers: { authorization: `Bearer ${TOKEN}` } });

describe('an unheard order', () => {
  test('that was given up meanwhile is not handed out', async () => {
    await start();
    await askAndHangUp();
    expect((await rest('/orders/1/cancel', 'POST')).status).toBe(200);
    expect(idOf(await ask(QUESTION))).toBe('2');
    expect(await ask({ action: 'getStatus', id: '2' })).toBe('STATUS_WAIT_CODE');
  });

  test('that somebody asked for by its number is nobody else’s, and stays', async () => {
    await start({ repeats: { windowMs: 1_000 } });
    await askAndHangUp();
    expect((await rest('/orders/1')).status).toBe(200);
    expect(idOf(await ask(QUESTION))).toBe('2');
    // An order that was bought later and that nobody asks for is given up: the time of the first is over, too.
    await askAndHangUp({ country: '187' });
    await until(
      async () => (await ask({ action: 'getActiveActivations' })).includes('"activationId":"3"') === false,
    );
    expect(await ask({ action: 'getStatus', id: '1' })).toBe('STATUS_WAIT_CODE');
  });
});

test('an order in doubt that is found after everybody has gone is given up', {
  timeout: 30_000,
}, async () => {
  await start({ repeats: { windowMs: 1_000 } }, ['dollar']);
  const [, dollar] = market.vendors;
  dollar.sandbox.fault({ when: 'after', kind: 'reset', match: isSale });
  // While this lasts nobody can look for it.
  const isList = ({ query }: { readonly query: URLSearchParams }): boolean =>
    query.get('action') === 'getActiveActivations';
  dollar.sandbox.fault({ when: 'before', kind: 'http-500', times: 10_000, match: isList });
  const answer = await ask(QUESTION);
  expect(answer).toBe('ERROR_SQL');
  // Within the window it is asked for again; after it the request is a new one, and this vendor sells nothing now.
  await until(async () => (await ask(QUESTION)) === 'NO_NUMBERS');
  dollar.sandbox.clearFaults();
  await until(() => dollar.world.orders[0]?.status === 'cancelled', 25_000);
  expect(market.charges()).toBe(1);
});

test('an order that is found while its client may still ask is given up when nobody does', {
  timeout: 30_000,
}, async () => {
  await start({ repeats: { windowMs: 6_000 } }, ['dollar']);
  const [, dollar] = market.vendors;
  const isList = ({ query }: { readonly query: URLSearchParams }): boolean =>
    query.get('action') === 'getActiveActivations';
  dollar.sandbox.fault({ when: 'after', kind: 'reset', match: isSale });
  dollar.sandbox.fault({ when: 'before', kind: 'http-500', times: 1, match: isList });
  const answer = await ask(QUESTION);
  expect(answer).toBe('ERROR_SQL');
  await until(async () => (await ask({ action: 'getActiveActivations' })).includes('activationId'));
  await until(() => dollar.world.orders[0]?.status === 'cancelled', 20_000);
});

test('a number that turned out too dear is given back, and its vendor left alone for a while', async () => {
  await start({}, ['dollar']);
  const [, dollar] = market.vendors;
  const reply = {
    get body(): string {
      const { id, phone } = dollar.world.orders.at(-1) ?? { id: '', phone: '' };
      return JSON.stringify({
        activationId: id,
        phoneNumber: phone.slice(1),
        activationCost: 0.9,
        currency: 840,
      });
    },
  };
  dollar.sandbox.fault({ when: 'after', kind: 'reply', reply, match: isSale });
  expect(await ask(QUESTION)).toMatch(/^(NO_NUMBERS|ERROR_SQL)$/);
  expect(dollar.world.orders[0]?.status).toBe('cancelled');
  expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:1000.00');
  // What it did once it may do again.
  expect(await ask(QUESTION)).toBe('NO_NUMBERS');
  expect(dollar.world.orders).toHaveLength(1);
});
