import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  client,
  OTHER_TOKEN,
  openGateway,
  operator,
  other,
  type Running,
  TOKEN,
  until,
} from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Answer, documentedClient } from './support/openapi.ts';
import { scrape } from './support/scrape.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
/** The pool of the vendor that lets an order be cancelled at once. */
const wish = { service: 'telegram', country: 'EE', pools: ['3'], maxPrice: usd('0.5'), withinMs: 60_000 };

let market: Market;
let running: Running;
let rest: Awaited<ReturnType<typeof documentedClient>>;

beforeEach(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses);
  rest = await documentedClient(running.url, TOKEN);
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const ask = (key: string, more: object = {}, token: string = TOKEN): Promise<Answer> =>
  rest.call('/codes', {
    method: 'POST',
    body: { ...wish, ...more },
    headers: { 'idempotency-key': key },
    token,
  });
const read = async (id: string): Promise<Answer['body']> => (await rest.call(`/codes/${id}`)).body;
const unfit = (id: string, nth: number): Promise<Answer> =>
  rest.call(`/codes/${id}/unfit?nth=${nth}`, { method: 'POST' });
async function refuse(id: string, nth: number): Promise<void> {
  expect((await unfit(id, nth)).status).toBe(200);
}
const left = async (): Promise<string> => (await rest.call('/balance')).body.balance.amount;

async function atHand(id: string, nth: number): Promise<Answer['body']> {
  let code: Answer['body'];
  await until(async () => {
    code = await read(id);
    return code.nth === nth && code.state === 'waiting';
  });
  return code;
}

/** The SMS of whoever has this number. */
function receive(phone: string, text: string): void {
  for (const { world } of market.vendors) {
    const order = world.orders.find((one) => one.phone === phone);
    if (order) world.receiveSms(order.id, text);
  }
}

test('a number is bought and told, and its code comes; the same key gets the same code', {
  timeout: 30_000,
}, async () => {
  const asked = await ask('sign up');
  expect(asked).toMatchObject({ status: 201, body: { service: 'telegram', tried: [] } });
  expect(asked.headers.get('location')).toBe(`/v1/codes/${asked.body.id}`);
  const code = await atHand(asked.body.id, 1);
  expect(code).toMatchObject({ country: 'EE', spent: usd('0.075'), phone: /^\+372/ });
  // Half a dollar is held for it, of which the number is a part.
  expect(await left()).toBe('999.5');
  const { orders } = (await rest.call('/orders')).body;
  expect(orders).toMatchObject([{ id: code.order, phone: code.phone, status: 'open' }]);
  receive(code.phone, 'Your code: 445566');
  await until(async () => (await read(code.id)).state === 'got');
  const got = await read(code.id);
  expect(got).toMatchObject({
    phone: code.phone,
    code: '445566',
    tried: [],
    spent: usd('0.075'),
  });
  await until(async () => (await left()) === '999.925');
  expect((await ask('sign up')).body).toEqual(got);
  expect((await ask('sign up', { maxSpend: usd('0.6') })).body).toMatchObject({
    code: 'INVALID_INPUT',
    field: 'idempotency-key',
  });
  expect(market.charges()).toBe(1);
  await until(async () => (await rest.call(`/orders/${code.order}`)).body.status === 'finished');
});

test('a number that the service refuses is given up, once, and the next one brings the code', {
  timeout: 30_000,
}, async () => {
  const { id } = (await ask('a')).body;
  const first = await atHand(id, 1);
  const refused = await unfit(id, 1);
  expect(refused).toMatchObject({
    status: 200,
    body: { tried: [{ nth: 1, order: first.order, why: 'unfit' }] },
  });
  const second = await atHand(id, 2);
  expect(second.phone).not.toBe(first.phone);
  // Sent again because no answer was heard: the second number is not meant.
  expect((await unfit(id, 1)).body).toMatchObject({ state: 'waiting', nth: 2 });
  expect((await unfit(id, 3)).status).toBe(404);
  receive(second.phone, '112233');
  await until(async () => (await read(id)).state === 'got');
  expect(await read(id)).toMatchObject({
    nth: 2,
    code: '112233',
    spent: usd('0.075'),
    tried: [{ nth: 1, why: 'unfit', refund: 'promised' }],
  });
  expect((await unfit(id, 2)).body).toMatchObject({ code: 'WRONG_STATE' });
  expect(market.worldOf('toman').orders.map(({ status }) => status)[0]).toBe('cancelled');
  expect(market.charges()).toBe(2);
});

test('without a code in time it fails: nothing is open, nothing is owed, and its key buys nothing more', {
  timeout: 30_000,
}, async () => {
  const { id } = (await ask('late', { withinMs: 8_000, numbers: 1 })).body;
  await until(async () => (await read(id)).state === 'failed');
  expect(await read(id)).toMatchObject({
    nth: 1,
    tried: [{ nth: 1, why: 'late' }],
    failure: { code: 'NO_CODE' },
  });
  await until(() => market.worldOf('toman').orders[0]?.status === 'cancelled');
  await until(async () => (await left()) === '1000');
  expect((await read(id)).spent).toEqual(usd('0'));
  expect((await ask('late', { withinMs: 8_000, numbers: 1 })).body).toMatchObject({ id, state: 'failed' });
  expect(market.charges()).toBe(1);
});

test('what is cancelled is given up, and stays cancelled under its key', { timeout: 30_000 }, async () => {
  const { id } = (await ask('stop')).body;
  await atHand(id, 1);
  const { status, body } = await rest.call(`/codes/${id}/cancel`, { method: 'POST' });
  expect([status, body]).toMatchObject([200, { state: 'failed', failure: { code: 'CANCELLED' } }]);
  await until(() => market.worldOf('toman').orders[0]?.status === 'cancelled');
  expect((await ask('stop')).body).toMatchObject({ id, state: 'failed', failure: { code: 'CANCELLED' } });
  await until(async () => (await left()) === '1000');
  expect(market.charges()).toBe(1);
});

test('cancelled while the vendor sells, the number is given up as soon as it is there', {
  timeout: 30_000,
}, async () => {
  market.vendors[0].sandbox.fault({
    when: 'after',
    kind: 'slow',
    delayMs: 1_000,
    match: ({ query }) => query.get('action') === 'get_number',
  });
  const { id } = (await ask('hasty')).body;
  await until(() => market.charges() === 1);
  const { body } = await rest.call(`/codes/${id}/cancel`, { method: 'POST' });
  expect(body).toMatchObject({ state: 'failed', failure: { code: 'CANCELLED' } });
  await until(() => market.worldOf('toman').orders[0]?.status === 'cancelled');
  await until(async () => (await left()) === '1000');
  expect(market.charges()).toBe(1);
});

test('what the budget, the cap or the market does not bear is refused at once, and leaves nothing behind', async () => {
  const refusals: readonly [object, number, string][] = [
    [{ maxSpend: usd('1000.01') }, 402, 'INSUFFICIENT_FUNDS'],
    [{ maxPrice: usd('0.07') }, 409, 'PRICE_ABOVE_LIMIT'],
    [{ pools: ['none'] }, 409, 'OUT_OF_STOCK'],
    [{ providers: ['toman'] }, 403, 'REJECTED'],
    [{ pools: ['toman:3'] }, 400, 'INVALID_INPUT'],
    [{ maxSpend: usd('0') }, 400, 'INVALID_INPUT'],
    [{ withinMs: 10 }, 400, 'INVALID_INPUT'],
    [{ numbers: 0 }, 400, 'INVALID_INPUT'],
    [{ use: 'x' }, 400, 'INVALID_INPUT'],
  ];
  for (const [more, status, code] of refusals)
    expect(await ask('refused', more), JSON.stringify(more)).toMatchObject({
      status,
      body: { code, moneyMayHaveMoved: false },
    });
  expect(market.charges()).toBe(0);
  expect(await left()).toBe('1000');
  // Nothing was begun, so the key is free.
  expect((await ask('refused')).status).toBe(201);
});

test('two who ask at once under one key get one search, and two keys share no money', {
  timeout: 30_000,
}, async () => {
  const both = await Promise.all([ask('twin'), ask('twin')]);
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  await atHand(both[0].body.id, 1);
  const [one, two] = await Promise.all([
    ask('rich', { maxSpend: usd('999.5') }),
    ask('richer', { maxSpend: usd('999.5') }),
  ]);
  expect([one.status, two.status].sort()).toEqual([201, 402]);
  const begun = one.status === 201 ? one : two;
  await atHand(begun.body.id, 1);
  expect(await left()).toBe('0');
  expect(market.charges()).toBe(2);
});

test('nobody else sees it, and its client is told of no vendor', { timeout: 30_000 }, async () => {
  const { id } = (await ask('mine')).body;
  await atHand(id, 1);
  for (const [path, method] of [
    ['', 'GET'],
    ['/events', 'GET'],
    ['/unfit?nth=1', 'POST'],
    ['/cancel', 'POST'],
  ] as const) {
    const { status, body } = await rest.call(`/codes/${id}${path}`, { method, token: OTHER_TOKEN });
    expect([status, body]).toMatchObject([404, { code: 'UNKNOWN_ORDER' }]);
  }
  await refuse(id, 1);
  await atHand(id, 2);
  const [{ order }] = (await read(id)).tried;
  // The client's own cancel of a number's order ends that number.
  await rest.call(`/orders/${(await read(id)).order}/cancel`, { method: 'POST' });
  await until(async () => (await read(id)).tried.length === 2);
  expect((await read(id)).tried).toMatchObject([{ order, why: 'unfit' }, { why: 'ended' }]);
  await rest.call(`/codes/${id}/cancel`, { method: 'POST' });
  expect(JSON.stringify([await read(id), (await rest.call('/orders?open=false')).body])).not.toMatch(
    /toman|dollar|rouble/,
  );
  expect((await rest.call('/codes/nothing')).status).toBe(404);
});

test('the prices of all numbers together stay within the most that the client spends', {
  timeout: 30_000,
}, async () => {
  await using shop = await openGateway(
    market.addresses.map((address) => ({ ...address, keepsMoney: true })),
    { clients: [client({ margin: { fixed: '0.1' } }), other] },
  );
  rest = await documentedClient(shop.url, TOKEN);
  // 0.075 is 0.175 to this client. One number for 0.26 may cost us 0.16, which is two numbers: 0.35 to the client.
  const { id } = (await ask('tight', { maxSpend: usd('0.26') })).body;
  await atHand(id, 1);
  await refuse(id, 1);
  await until(async () => (await read(id)).state === 'failed');
  expect(await read(id)).toMatchObject({ nth: 1, spent: usd('0.175'), failure: { code: 'NO_CODE' } });
  expect(market.charges()).toBe(1);
  const wider = (await ask('wider', { maxSpend: usd('0.35') })).body;
  await atHand(wider.id, 1);
  await refuse(wider.id, 1);
  await atHand(wider.id, 2);
  await refuse(wider.id, 2);
  await until(async () => (await read(wider.id)).state === 'failed');
  expect(await read(wider.id)).toMatchObject({ nth: 2, spent: usd('0.35') });
  expect(market.charges()).toBe(3);
  expect(await left()).toBe('999.475');
});

test('metrics count codes and the numbers that were given up', { timeout: 30_000 }, async () => {
  await using shop = await openGateway(market.addresses, {
    clients: [client(), operator],
  });
  rest = await documentedClient(shop.url, TOKEN);
  const { id } = (await ask('counted')).body;
  await atHand(id, 1);
  await refuse(id, 1);
  receive((await atHand(id, 2)).phone, '445566');
  await until(async () => (await read(id)).state === 'got');
  const { id: second } = (await ask('stopped')).body;
  await rest.call(`/codes/${second}/cancel`, { method: 'POST' });
  for (const line of [
    'numroute_codes_total{client="shop",outcome="got"} 1',
    'numroute_codes_total{client="shop",outcome="failed"} 1',
    'numroute_numbers_given_up_total{provider="toman",why="unfit"} 1',
  ])
    await until(async () => (await scrape(shop.url)).text.includes(line));
});
