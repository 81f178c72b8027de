import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  client,
  OPERATOR_TOKEN,
  OTHER_TOKEN,
  openGateway,
  operator,
  other,
  type Running,
  TOKEN,
  until,
} from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Answer, type Call, documentedClient } from './support/openapi.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const irt = (amount: string) => ({ amount, currency: 'IRT' });

let market: Market;
let running: Running;
/** What the sum is told to wait for, and who hears that it has begun. */
let hold = { begun: (): void => undefined, until: Promise.resolve() };
const asked: Record<string, (path: string, call?: Call) => Promise<Answer>> = {};

beforeAll(async () => {
  market = await openMarket();
  const shop = client({ margin: { percent: '100' } });
  running = await openGateway(
    market.addresses,
    { clients: [shop, other, operator] },
    undefined,
    (orders) => ({
      ...orders,
      spend: async (...asks) => {
        hold.begun();
        await hold.until;
        return await orders.spend(...asks);
      },
    }),
  );
  for (const [name, token] of [
    ['shop', TOKEN],
    ['other', OTHER_TOKEN],
    ['operator', OPERATOR_TOKEN],
  ] as const)
    asked[name] = (await documentedClient(running.url, token)).call;
  for (const [name, key] of [
    ['shop', 'a'],
    ['shop', 'b'],
    ['other', 'c'],
  ] as const) {
    const body = { service: 'telegram', country: 'EE', maxPrice: usd('0.5') };
    const headers = { 'idempotency-key': key };
    const { status, body: order } = (await asked[name]?.('/orders', { method: 'POST', headers, body })) ?? {};
    expect(status).toBe(201);
    if (key === 'b') await asked[name]?.(`/orders/${order.id}/cancel`, { method: 'POST' });
    if (key === 'c') {
      const { world } = market.vendors[0];
      world.receiveSms(world.orders.at(-1)?.id ?? '', { code: '4711' });
      await until(async () => (await asked[name]?.(`/orders/${order.id}`))?.body.status === 'delivered');
    }
  }
}, 60_000);

afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const spend = async (name: string, query = ''): Promise<Answer> =>
  (await asked[name]?.(`/spend${query}`)) ?? expect.fail();

test('an operator sees what vendors took for all clients, in their currencies', async () => {
  const { status, body } = await spend('operator', '?by=client');
  expect(status).toBe(200);
  expect(body.rows).toMatchObject([
    { group: 'other', charged: irt('8400'), net: irt('8400'), codes: 1, share: 1, perCode: irt('8400') },
    { group: 'shop', charged: irt('16800'), numbers: 2 },
  ]);
  expect(body.totals).toMatchObject([{ charged: irt('25200'), numbers: 3 }]);
  expect((await spend('operator', '?by=provider')).body.rows).toMatchObject([{ group: 'toman' }]);
});

test('a client sees its own orders at its prices, as its budget counts them', async () => {
  const { rows } = (await spend('shop', '?by=service')).body;
  const [row, ...more] = rows;
  expect(more).toEqual([]);
  expect(row).toMatchObject({ group: 'telegram', charged: usd('0.3'), numbers: 2, over: 1, codes: 0 });
  const { balance } = (await asked['shop']?.('/balance'))?.body ?? {};
  const left = 1000 - Number(row.net.amount) + Number(row.promised.amount);
  expect(Number(balance.amount)).toBeCloseTo(left, 9);
  expect(JSON.stringify(rows)).not.toContain('IRT');
  expect((await spend('other')).body.totals).toMatchObject([{ charged: usd('0.075'), numbers: 1 }]);
  for (const by of ['provider', 'client'])
    expect(await spend('shop', `?by=${by}`)).toMatchObject({ status: 403, body: { code: 'REJECTED' } });
});

test('a span and a zone are what was asked for, or are refused', async () => {
  const hence = new Date(Date.now() + 3_600_000).toISOString();
  expect((await spend('operator', `?since=${hence}`)).body).toEqual({ rows: [], totals: [] });
  expect((await spend('operator', `?until=${hence}&by=day&zone=Asia/Tehran`)).body.rows).toHaveLength(1);
  expect(await spend('operator', '?by=day&zone=Mars')).toMatchObject({
    status: 400,
    body: { field: 'zone' },
  });
  for (const wrong of ['?since=soon', '?since=2016-12-31T23:59:60Z', '?by=year', '?by=buyer'])
    expect((await spend('operator', wrong)).status).toBe(400);
});

test('one question at a time: a client cannot have the journal read again and again at once', async () => {
  const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  hold = { begun: begun.resolve, until: end.promise };
  const first = spend('shop');
  await begun.promise;
  const second = await spend('shop');
  expect(second).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED', moneyMayHaveMoved: false } });
  expect(second.headers.get('retry-after')).toBe('1');
  const elsewhere = spend('other');
  end.resolve();
  expect([(await first).status, (await elsewhere).status]).toEqual([200, 200]);
  expect((await spend('shop')).status).toBe(200);
});
