import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';

let market: Market;
let running: Running;
let folder: string;

beforeEach(async () => {
  market = await openMarket();
  folder = mkdtempSync(join(tmpdir(), 'numroute-keys-'));
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function start(settings: Parameters<typeof client>[0] = {}): Promise<void> {
  running = await openGateway(
    market.addresses,
    { clients: [client(settings)], repeats: false },
    join(folder, 'journal.sqlite'),
  );
}

async function restart(settings: Parameters<typeof client>[0] = {}): Promise<void> {
  await running[Symbol.asyncDispose]();
  await start(settings);
}

const wish = { service: 'telegram', country: 'EE', maxPrice: { amount: '0.50', currency: 'USD' } };

async function buy(body: unknown = wish): Promise<{ status: number; body: Record<string, unknown> }> {
  const reply = await fetch(`${running.url}/v1/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'idempotency-key': 'order 4711',
    },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

test.each([
  ['another margin', { margin: { percent: '20' } }],
  ['fewer countries', { countries: ['US'] }],
  ['other services', { services: ['whatsapp'] }],
  ['an empty budget', { budget: { amount: '0.01', currency: 'USD', per: 'total' } as const }],
])('a key gets its order after a restart with %s', async (_what, settings) => {
  await start();
  const { body } = await buy();
  await restart(settings);
  expect(await buy()).toMatchObject({ status: 201, body: { id: body['id'] } });
  expect(await buy({ ...wish, maxPrice: { amount: '0.5', currency: 'USD' } })).toMatchObject({ status: 201 });
  const another = await buy({ ...wish, country: 'US' });
  expect(another).toMatchObject({
    status: 400,
    body: { code: 'INVALID_INPUT', field: 'idempotency-key', moneyMayHaveMoved: false },
  });
  expect(market.charges()).toBe(1);
});

test('a key whose purchase is in doubt says so after such a restart, too', async () => {
  await start();
  const match = ({ query }: { query: URLSearchParams }): boolean => query.get('action') === 'get_number';
  market.vendors[0].sandbox.fault({ when: 'after', kind: 'reset', match });
  expect(await buy()).toMatchObject({ body: { code: 'OUTCOME_UNKNOWN' } });
  await restart({ margin: { percent: '20' } });
  expect(await buy()).toMatchObject({ body: { code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true } });
  expect(market.charges()).toBe(1);
});

test('an old client’s own orderId buys once, also after a restart and at another price', async () => {
  await start();
  const v2 = { action: 'getNumberV2', service: 'tg', country: '34', orderId: 'case 17' };
  const ask = (query: Record<string, string> = v2) =>
    oldClient(`${running.url}/stubs/handler_api.php`)(query);
  const shows = async (price: RegExp): Promise<void> =>
    await until(async () => price.test(await ask({ action: 'getPrices', service: 'tg', country: '34' })));
  const idOf = (answer: string): unknown => (JSON.parse(answer) as { activationId: unknown }).activationId;
  // Nothing was bought, so the same id may ask again.
  for (const { world } of market.vendors) world.setStock({ service: 'telegram', country: 'EE' }, 0);
  expect(await ask()).toBe('NO_NUMBERS');
  for (const { world } of market.vendors) world.setStock({ service: 'telegram', country: 'EE' }, 9);
  await shows(/"cost":0\.075,/);
  const id = idOf(await ask());
  expect(await ask()).toBe('ORDER_ALREADY_EXISTS');
  await restart();
  market.vendors[0].world.setPrice({ service: 'telegram', country: 'EE' }, '8500');
  await shows(/"cost":0\.0759/);
  expect(idOf(await ask())).toBe(id);
  expect(market.charges()).toBe(1);
});
