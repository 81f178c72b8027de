import { hashToken } from '@numroute/gateway';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, OTHER_TOKEN, openGateway, other, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };
const BALANCE = { action: 'getBalance' };

let market: Market;
let running: Running;

beforeEach(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses);
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const ask = (token: string, parameters: Readonly<Record<string, string>>): Promise<string> =>
  oldClient(`${running.url}/stubs/handler_api.php`, { token })(parameters);
const listen = (token: string): Promise<Response> =>
  fetch(`${running.url}/v1/events`, { headers: { authorization: `Bearer ${token}` } });
/** The next sale is answered once this is. */
const holdSale = (until: Promise<void>): void =>
  market.vendors[0].sandbox.fault({
    when: 'before',
    kind: 'slow',
    until,
    times: 1,
    match: ({ query }) => query.get('action') === 'get_number',
  });
const usd = (amount: string, per: 'day' | 'total' = 'total') => ({ amount, currency: 'USD', per }) as const;

test('one that is added is served, and what it spent before counts', async () => {
  expect(await ask(OTHER_TOKEN, QUESTION)).toMatch(/^ACCESS_NUMBER/);
  await running.gateway.setClients([client()]);
  expect(await ask(OTHER_TOKEN, BALANCE)).toBe('BAD_KEY');
  const changes = await running.gateway.setClients([client(), { ...other, budget: usd('1', 'day') }]);
  expect(changes).toEqual({ added: ['other'], changed: [], removed: [] });
  expect(await ask(OTHER_TOKEN, QUESTION)).toMatch(/^ACCESS_NUMBER/);
});

test('a changed budget acts at the next purchase, and counts what was bought under the old one', async () => {
  expect(await ask(TOKEN, QUESTION)).toMatch(/^ACCESS_NUMBER/);
  await running.gateway.setClients([client({ budget: usd('0.14', 'day') }), other]);
  expect(await ask(TOKEN, BALANCE)).toBe('ACCESS_BALANCE:0.065');
  expect(await ask(TOKEN, QUESTION)).toBe('NO_BALANCE');
  await running.gateway.setClients([
    client({ budget: usd('0.24', 'day'), margin: { fixed: '0.01' } }),
    other,
  ]);
  // Its first order is told at the new price, too, as after a restart.
  expect(await ask(TOKEN, BALANCE)).toBe('ACCESS_BALANCE:0.155');
  expect(await ask(TOKEN, QUESTION)).toMatch(/^ACCESS_NUMBER/);
  expect(await ask(TOKEN, BALANCE)).toBe('ACCESS_BALANCE:0.07');
});

test('money that is held for a purchase under way stays held when the budget changes', async () => {
  const selling = Promise.withResolvers<void>();
  holdSale(selling.promise);
  const buying = ask(TOKEN, QUESTION);
  await until(() => running.log.some((line) => line.includes('purchase-started')));
  await running.gateway.setClients([client({ budget: { amount: '11200', currency: 'IRT', per: 'day' } })]);
  expect(await ask(TOKEN, BALANCE)).toBe('ACCESS_BALANCE:0.025');
  selling.resolve();
  expect(await buying).toMatch(/^ACCESS_NUMBER/);
  expect(await ask(TOKEN, BALANCE)).toBe('ACCESS_BALANCE:0.025');
});

test('one that is removed is refused at once, hears no more, and its order is given up for the money', async () => {
  const stream = (await listen(OTHER_TOKEN)).body?.getReader();
  const kept = (await listen(TOKEN)).body?.getReader();
  expect(await ask(OTHER_TOKEN, QUESTION)).toMatch(/^ACCESS_NUMBER/);
  expect(await ask(TOKEN, QUESTION)).toMatch(/^ACCESS_NUMBER/);
  expect(await running.gateway.setClients([client()])).toEqual({
    added: [],
    changed: [],
    removed: ['other'],
  });
  for (const action of ['getBalance', 'getNumber', 'getStatus'])
    expect(await ask(OTHER_TOKEN, { ...QUESTION, action, id: '1' })).toBe('BAD_KEY');
  expect((await listen(OTHER_TOKEN)).status).toBe(401);
  await expect(readAll(stream)).rejects.toThrow();
  const world = market.worldOf('toman');
  await until(() => world.orders[0]?.status === 'cancelled');
  expect(world.orders[1]?.status).toBe('open');
  expect((await listen(TOKEN)).status).toBe(200);
  await kept?.cancel();
  expect(running.log.join('')).toContain('"client":"other","by":"settings","msg":"a client was removed"');
});

test('a number that a vendor sells after its client was removed is given up, too', async () => {
  const world = market.worldOf('toman');
  const selling = Promise.withResolvers<void>();
  holdSale(selling.promise);
  const buying = ask(OTHER_TOKEN, QUESTION);
  await until(() => running.log.some((line) => line.includes('purchase-started')));
  await running.gateway.setClients([client()]);
  selling.resolve();
  await buying;
  await until(() => world.orders[0]?.status === 'cancelled');
  expect(market.charges()).toBe(1);
});

test('two that swap their tokens are each known by the new one; a token that is replaced is none', async () => {
  const third = hashToken('the-third-token-0123456789');
  await running.gateway.setClients([
    client({ tokenHash: other.tokenHash, budget: usd('7') }),
    { ...other, tokenHash: client().tokenHash },
  ]);
  expect(await ask(OTHER_TOKEN, BALANCE)).toBe('ACCESS_BALANCE:7.00');
  expect(await ask(TOKEN, BALANCE)).toBe('ACCESS_BALANCE:1000.00');
  const stream = (await listen(TOKEN)).body?.getReader();
  await running.gateway.setClients([client({ budget: usd('7') }), { ...other, tokenHash: third }]);
  await expect(readAll(stream)).rejects.toThrow();
  expect(await ask(OTHER_TOKEN, BALANCE)).toBe('BAD_KEY');
  expect(await ask('the-third-token-0123456789', BALANCE)).toBe('ACCESS_BALANCE:1000.00');
});

test.each([
  [[], 'at least one client'],
  [[client(), client({ id: 'two' })], 'tokens differ'],
  [[client(), { ...other, id: 'shop' }], 'ids differ'],
  [[client({ budget: { amount: '1', currency: 'EUR', per: 'day' } })], 'a rate between EUR and USD'],
  [[client({ margin: { percent: '12 %' } })], 'margin.percent'],
])('a mistake changes nothing: %#', async (clients, expected) => {
  await expect(running.gateway.setClients(clients)).rejects.toThrow(expected);
  for (const token of [TOKEN, OTHER_TOKEN]) expect(await ask(token, BALANCE)).toBe('ACCESS_BALANCE:1000.00');
});

async function readAll(reader: ReadableStreamDefaultReader | undefined): Promise<void> {
  while (!(await reader?.read())?.done);
}
