import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  client,
  OPERATOR_TOKEN,
  openGateway,
  operator,
  type Running,
  TOKEN,
  until,
} from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { documentedClient } from './support/openapi.ts';

const irt = (amount: string) => ({ amount, currency: 'IRT' });

let market: Market;
let running: Running;
let rest: Awaited<ReturnType<typeof documentedClient>>;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [client({ margin: { percent: '100' } }), operator],
  });
  rest = await documentedClient(running.url, OPERATOR_TOKEN);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

async function buy(key: string, token: string): Promise<{ readonly id: string; readonly phone: string }> {
  const { body, status } = await rest.call('/orders', {
    method: 'POST',
    token,
    headers: { 'idempotency-key': key },
    body: { service: 'telegram', country: 'EE', maxPrice: { amount: '1', currency: 'USD' } },
  });
  expect(status).toBe(201);
  return body;
}

test('an operator sees what all purchases at a vendor have come to, at its prices', async () => {
  const nothing = (await rest.call('/providers/toman')).body;
  expect(nothing).toMatchObject({
    provider: 'toman',
    tried: 0,
    delivered: 0,
    curve: [],
    money: [],
    services: [],
  });
  expect(nothing.belief).toMatchObject({ from: 'usual', orders: 0 });

  const world = market.worldOf('toman');
  const got = await buy('one', TOKEN);
  world.receiveSms(world.orders.find(({ phone }) => phone === got.phone)?.id ?? '', '445566');
  await until(
    async () => (await rest.call(`/orders/${got.id}`, { token: TOKEN })).body.status === 'delivered',
  );
  const waits = await buy('two', OPERATOR_TOKEN);

  const record = (await rest.call('/providers/toman')).body;
  expect(record).toMatchObject({ tried: 1, delivered: 1, purchases: { code: 1, open: 1, refused: 0 } });
  expect(record.money).toEqual([
    {
      ...{ delivered: irt('8400'), held: irt('8400'), kept: irt('0') },
      ...{ promised: irt('0'), doubtful: irt('0'), returned: irt('0') },
    },
  ]);
  expect(record.curve.at(-1)).toEqual({ afterMs: 1_200_000, share: 1 });
  expect(record.halfMs).toBe(record.mostMs);
  expect(record.services).toMatchObject([
    { service: 'telegram', tried: 1, delivered: 1, purchases: { open: 1 } },
  ]);
  expect(record.services[0].belief.chance).toBeGreaterThan(nothing.belief.chance);

  await rest.call(`/orders/${waits.id}/cancel`, { method: 'POST' });
  const after = (await rest.call('/providers/toman')).body;
  expect(after.purchases).toMatchObject({ code: 1, cancelled: 1, open: 0 });
  // It had neither been put to use nor had its time.
  expect(after.tried).toBe(1);
  expect((await rest.call('/providers/dollar')).body).toMatchObject({ tried: 0, money: [] });
});

test('a client learns nothing of vendors, not even whether one exists', async () => {
  const answers = [];
  for (const id of ['toman', 'nobody']) answers.push(await rest.call(`/providers/${id}`, { token: TOKEN }));
  for (const { status, body } of answers) expect([status, body.code]).toEqual([403, 'REJECTED']);
  expect(answers[0]?.body).toEqual(answers[1]?.body);
  expect((await rest.call('/providers/toman', { token: undefined })).status).toBe(401);
  const unknown = await rest.call('/providers/nobody');
  expect([unknown.status, unknown.body]).toMatchObject([400, { code: 'INVALID_INPUT', field: 'provider' }]);
});
