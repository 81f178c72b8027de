import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { client, OTHER_TOKEN, openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';
import { type Served, served } from './support/served.ts';

const REQUEST = { action: 'getNumber', service: 'tg', country: '34' };

let market: Market;
let running: Running;
let ask: Ask;
/** What the gateway has seen of those who buy. */
let requests: Served;

beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

async function start(settings: Parameters<typeof openGateway>[1] = {}): Promise<void> {
  running = await openGateway(market.addresses, settings);
  ask = oldClient(`${running.url}/stubs/handler_api.php`);
  requests = served(running.url, 'getNumber');
}

const isPurchase = ({ query }: { readonly query: URLSearchParams }): boolean =>
  query.get('action') === 'get_number';

/** The vendor sells the next number and says so when the returned function is called. */
function holdVendor(): () => void {
  const { promise: until, resolve } = Promise.withResolvers<void>();
  market.vendors[0].sandbox.fault({ when: 'after', kind: 'slow', until, match: isPurchase });
  return resolve;
}

/** A connection of its own, which the test can treat as badly as a network does. */
async function openRaw(): Promise<Socket> {
  const { hostname, port } = new URL(running.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

function requestOf(request: Record<string, string>, token: string = TOKEN): string {
  const query = new URLSearchParams({ ...request, api_key: token });
  return `GET /stubs/handler_api.php?${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
}

async function askRaw(): Promise<Socket> {
  const socket = await openRaw();
  socket.write(requestOf(REQUEST));
  return socket;
}

const idOf = (answer: string): string => /^ACCESS_NUMBER:(\d+):/.exec(answer)?.[1] ?? answer;
const bought = (): Promise<void> => until(() => market.charges() > 0);
const left = (times: number): Promise<void> => until(() => requests.left === times);
/** It has arrived, and whatever it had to read first is read: so much is read for another request, too. */
async function arrived(times: number): Promise<void> {
  await until(() => requests.came === times);
  await ask({ action: 'getPrices', country: '34', service: 'tg' });
}
const isKnown = (number: string): Promise<void> =>
  until(async () => (await ask({ action: 'getActiveActivations' })).includes(`"activationId":"${number}"`));

/** Buys, and hangs up while the vendor takes its time. Resolves when the number is here and nobody is. */
async function buyAndHangUp(): Promise<void> {
  const answer = holdVendor();
  const socket = await askRaw();
  await bought();
  socket.destroy();
  await left(1);
  answer();
  await isKnown('1');
}

describe('a client that hung up and asks again', () => {
  test('waits for the purchase that is still under way', async () => {
    await start();
    const answer = holdVendor();
    const socket = await askRaw();
    await bought();
    socket.destroy();
    await left(1);
    const again = ask(REQUEST);
    await arrived(2);
    answer();
    expect(idOf(await again)).toBe('1');
    expect(market.charges()).toBe(1);
  });

  // Its close comes on another connection than its next request, and may come after it.
  test.each(['destroy', 'resetAndDestroy', 'end'] as const)(
    'waits for it, too, if it asks in the same moment: %s',
    async (how) => {
      await start();
      const answer = holdVendor();
      const socket = await askRaw();
      await bought();
      const other = await openRaw();
      const said = new Promise<string>((resolve) => other.once('data', (bytes) => resolve(String(bytes))));
      other.write(requestOf(REQUEST));
      socket[how]();
      await left(1);
      await arrived(2);
      answer();
      expect(await said).toContain('ACCESS_NUMBER:1:');
      other.destroy();
      expect(market.charges()).toBe(1);
    },
  );

  test('gets the order that was bought meanwhile, once', async () => {
    await start();
    await buyAndHangUp();
    expect(idOf(await ask(REQUEST))).toBe('1');
    expect(market.charges()).toBe(1);
    // That one was heard.
    expect(idOf(await ask(REQUEST))).toBe('2');
    expect(market.charges()).toBe(2);
  });

  test('gets it, too, if the reset came when the answer was on its way', async () => {
    await start();
    const socket = await askRaw();
    socket.pause();
    await bought();
    await until(() => requests.answered === 1);
    socket.resetAndDestroy();
    await left(1);
    expect(idOf(await ask(REQUEST))).toBe('1');
    expect(market.charges()).toBe(1);
  });

  test('gets it again after hanging up twice', async () => {
    await start();
    const answer = holdVendor();
    const first = await askRaw();
    await bought();
    first.destroy();
    await left(1);
    const second = await askRaw();
    await arrived(2);
    second.destroy();
    await left(2);
    answer();
    await isKnown('1');
    expect(idOf(await ask(REQUEST))).toBe('1');
    expect(market.charges()).toBe(1);
  });

  test('gets it, too, if it was the last number and the last of the budget', async () => {
    await start({ clients: [client({ budget: { amount: '0.075', currency: 'USD', per: 'total' } })] });
    for (const { world } of market.vendors.slice(1))
      world.setStock({ service: 'telegram', country: 'EE' }, 0);
    market.vendors[0].world.setStock({ service: 'telegram', country: 'EE' }, 1);
    await buyAndHangUp();
    const stranger = oldClient(`${running.url}/stubs/handler_api.php`, { token: OTHER_TOKEN });
    await until(
      async () => !(await stranger({ action: 'getPrices', country: '34', service: 'tg' })).includes('tg'),
    );
    expect(idOf(await ask(REQUEST))).toBe('1');
    expect(await ask(REQUEST)).toBe('NO_NUMBERS');
    expect(market.charges()).toBe(1);
  });

  test('is not told of the order of another token, service or country', async () => {
    await start();
    await buyAndHangUp();
    const stranger = oldClient(`${running.url}/stubs/handler_api.php`, { token: OTHER_TOKEN });
    expect(idOf(await stranger(REQUEST))).toBe('2');
    expect(idOf(await ask({ ...REQUEST, service: 'wa' }))).toBe('3');
    expect(idOf(await ask({ ...REQUEST, country: '187' }))).toBe('4');
    expect(idOf(await ask(REQUEST))).toBe('1');
    expect(market.charges()).toBe(4);
  });

  test('finds nothing any more once the time is up: the number is given back', async () => {
    await start({ repeats: { windowMs: 1_000 } });
    await buyAndHangUp();
    await until(() => market.worldOf('toman').orders[0]?.status === 'cancelled');
    expect(idOf(await ask(REQUEST))).toBe('2');
  });

  test('buys again where that is switched off', async () => {
    await start({ repeats: false });
    await buyAndHangUp();
    expect(idOf(await ask(REQUEST))).toBe('2');
    expect(market.charges()).toBe(2);
  });
});

test('nothing is bought for who left before it was', async () => {
  await start({ pricesTtlMs: 1 });
  const { promise, resolve: answer } = Promise.withResolvers<void>();
  for (const { sandbox } of market.vendors) sandbox.fault({ when: 'before', kind: 'slow', until: promise });
  const socket = await askRaw();
  await until(() => market.vendors.every(({ sandbox }) => sandbox.requests.length > 0));
  socket.destroy();
  await left(1);
  answer();
  await until(() => running.log.some((line) => /getNumber.*"answered"/.test(line)));
  expect(market.charges()).toBe(0);
  expect(idOf(await ask(REQUEST))).toBe('1');
});

test('ten threads of one program get ten numbers', async () => {
  await start();
  const ids = (await Promise.all(Array.from({ length: 10 }, () => ask(REQUEST)))).map(idOf);
  expect(new Set(ids).size).toBe(10);
  expect(market.charges()).toBe(10);
});

describe('many purchases on one connection', () => {
  test('leave no listener behind for each', async () => {
    await start();
    const warnings: string[] = [];
    const hear = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', hear);
    const socket = await openRaw();
    let said = '';
    socket.on('data', (bytes) => {
      said += bytes;
    });
    socket.write(requestOf(REQUEST).repeat(15));
    await until(() => said.match(/ACCESS_NUMBER/g)?.length === 15);
    process.off('warning', hear);
    expect(warnings).toEqual([]);
    socket.destroy();
  });

  test('are each told of its reset', async () => {
    await start();
    const answer = holdVendor();
    const socket = await openRaw();
    // Two requests at once: both answers are on their way when the connection breaks.
    socket.write(requestOf(REQUEST) + requestOf({ ...REQUEST, country: '187' }));
    await until(() => market.charges() === 1);
    socket.resetAndDestroy();
    await left(2);
    answer();
    await until(() => market.charges() === 2);
    expect(idOf(await ask(REQUEST))).toBe('1');
    expect(idOf(await ask({ ...REQUEST, country: '187' }))).toBe('2');
    expect(market.charges()).toBe(2);
  });
});

test('a purchase in doubt is asked for again, not made again', async () => {
  await start();
  market.vendors[0].sandbox.fault({ when: 'after', kind: 'reset', match: isPurchase });
  expect(await ask(REQUEST)).toBe('ERROR_SQL');
  expect(await ask(REQUEST)).toBe('ERROR_SQL');
  expect(market.charges()).toBe(1);
  // Another request is another purchase, at another vendor and its price.
  await until(async () => (await ask({ action: 'getPrices', country: '187' })).includes('0.2'));
  expect(idOf(await ask({ ...REQUEST, country: '187' }))).toBe('2');
  expect(market.vendors[1].world.orders.length + market.vendors[2].world.orders.length).toBe(1);
});

test('what is proven to have cost nothing holds nobody up', async () => {
  await start();
  for (const { world } of market.vendors) world.setStock({ service: 'telegram', country: 'EE' }, 0);
  expect(await ask(REQUEST)).toBe('NO_NUMBERS');
  market.vendors[1].world.setStock({ service: 'telegram', country: 'EE' }, 5);
  await until(async () => idOf(await ask(REQUEST)) === '1');
});
