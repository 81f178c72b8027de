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

let market: Market;
let running: Running;
let rest: Awaited<ReturnType<typeof documentedClient>>;

beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, {
    clients: [client(), operator],
  });
  rest = await documentedClient(running.url, OPERATOR_TOKEN);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

interface Seen {
  readonly provider: string;
  readonly country: string;
  readonly outlook?: { readonly chance: number; readonly meanMs: number; readonly perCode: object };
}

const offers = async (query: string): Promise<readonly Seen[]> =>
  (await rest.call(`/offers?service=telegram${query}`)).body.offers;

async function buyAndReceive(key: string): Promise<void> {
  const { body } = await rest.call('/orders', {
    method: 'POST',
    headers: { 'idempotency-key': key },
    body: {
      service: 'telegram',
      country: 'EE',
      providers: ['toman'],
      maxPrice: { amount: '1', currency: 'USD' },
    },
  });
  const { orders } = market.worldOf('toman');
  market.worldOf('toman').receiveSms(orders.find(({ phone }) => phone === body.phone)?.id ?? '', '445566');
  await until(async () => (await rest.call(`/orders/${body.id}`)).body.status === 'delivered');
}

test('an operator is told what a code would cost, by what is usual and then by orders', {
  timeout: 60_000,
}, async () => {
  const plain = await offers('');
  const known = await offers('&outlooks=true');
  // The order is that of prices all the same, and each country has its own best.
  expect(known.map(({ outlook, ...offer }) => offer)).toEqual(
    plain.map((offer) => ({ ...offer, listedAt: expect.anything() })),
  );
  expect(plain.some(({ outlook }) => outlook)).toBe(false);
  expect(known).toHaveLength(6);
  for (const { outlook } of known)
    expect(outlook).toMatchObject({ from: 'usual', orders: 0, perCode: { currency: 'USD' } });
  const [before] = known;
  for (const key of ['one', 'two', 'three', 'four']) await buyAndReceive(key);
  const [after, ...others] = await offers('&country=EE&outlooks=true');
  expect(after).toMatchObject({ provider: 'toman', outlook: { from: 'measured', orders: 4 } });
  expect(after?.outlook?.chance).toBeGreaterThan(before?.outlook?.chance ?? 1);
  expect(after?.outlook?.meanMs).toBeLessThan(before?.outlook?.meanMs ?? 0);
  for (const { outlook } of others) expect(outlook).toMatchObject({ from: 'usual', orders: 0 });
});

test('who may not see vendors is told of no outlook', async () => {
  const { status, body } = await rest.call('/offers?service=telegram&outlooks=true', { token: TOKEN });
  expect([status, body]).toMatchObject([403, { code: 'REJECTED' }]);
  const own = await rest.call('/offers?service=telegram', { token: TOKEN });
  expect(JSON.stringify(own.body)).not.toContain('outlook');
  const market = await rest.call('/offers?outlooks=true');
  expect([market.status, market.body]).toMatchObject([400, { field: 'service' }]);
});
