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
import { type Answer, documentedClient } from './support/openapi.ts';

let market: Market;
let running: Running;
let call: Awaited<ReturnType<typeof documentedClient>>['call'];
/** In the order in which they were bought. */
const ids: string[] = [];

/** Four numbers: one with a code, one cancelled, one of another service, one of another client. */
beforeAll(async () => {
  market = await openMarket();
  running = await openGateway(market.addresses, { clients: [client(), other, operator] });
  call = (await documentedClient(running.url, OPERATOR_TOKEN)).call;
  const buy = async (token: string, service: string): Promise<string> => {
    const { status, body } = await call('/orders', {
      method: 'POST',
      token,
      headers: { 'idempotency-key': `${ids.length}` },
      body: { service, country: 'EE', maxPrice: { amount: '1', currency: 'USD' } },
    });
    expect(status).toBe(201);
    ids.push(body.id);
    return body.id;
  };
  const got = await buy(TOKEN, 'telegram');
  const { world } = market.vendors[0];
  world.receiveSms(world.orders[0]?.id ?? '', '445566');
  await until(async () => (await call(`/orders/${got}`, { token: TOKEN })).body.status === 'delivered');
  await call(`/orders/${await buy(TOKEN, 'telegram')}/cancel`, { method: 'POST', token: TOKEN });
  await buy(TOKEN, 'whatsapp');
  await buy(OTHER_TOKEN, 'telegram');
}, 60_000);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

const ask = async (query: string, token = TOKEN): Promise<Answer> =>
  await call(`/orders?${query}`, { token });
const idsOf = ({ body }: Answer): string[] => body.orders.map(({ id }: { readonly id: string }) => id);

test('a client searches its own past, the newest first, and nobody else’s', async () => {
  const [first = '', second = '', third = '', fourth = ''] = ids;
  const hour = (by: number): string => new Date(Date.now() + by * 3_600_000).toISOString();
  expect(idsOf(await ask(`since=${hour(-1)}`))).toEqual([third, second, first]);
  expect(idsOf(await ask(`since=${hour(1)}`))).toEqual([]);
  expect(idsOf(await ask(`until=${hour(-1)}`))).toEqual([]);
  expect(idsOf(await ask('state=cancelled'))).toEqual([second]);
  expect(idsOf(await ask('state=delivered'))).toEqual([first]);
  expect(idsOf(await ask('service=telegram'))).toEqual([second, first]);
  expect(idsOf(await ask('service=telegram&state=cancelled&country=ee'))).toEqual([second]);
  expect(idsOf(await ask('state=open', OTHER_TOKEN))).toEqual([fourth]);
  const { body } = await ask('state=delivered');
  expect(body.orders[0]).not.toHaveProperty('provider');
  expect(body.orders[0]).not.toHaveProperty('client');
  for (const asked of ['client=other', 'client=*', 'provider=toman'])
    expect(await ask(asked)).toMatchObject({ status: 403, body: { code: 'REJECTED' } });
});

test('an operator searches everybody’s, by client and vendor', async () => {
  const everybody = await ask('client=*', OPERATOR_TOKEN);
  expect(idsOf(everybody)).toEqual(ids.toReversed());
  expect(everybody.body.orders[0]).toMatchObject({ client: 'other', provider: 'toman' });
  expect(idsOf(await ask('client=other', OPERATOR_TOKEN))).toEqual([ids[3]]);
  expect(idsOf(await ask('client=*&provider=dollar', OPERATOR_TOKEN))).toEqual([]);
  expect(idsOf(await ask('client=*&provider=toman&service=whatsapp', OPERATOR_TOKEN))).toEqual([ids[2]]);
  // Without a client its own are meant, as ever.
  expect(idsOf(await ask('state=open', OPERATOR_TOKEN))).toEqual([]);
});

test('pages follow each other by the cursor until none is left', async () => {
  const seen: string[] = [];
  let cursor = '';
  for (let n = 0; n < 5; n += 1) {
    const page = await ask(`client=*&limit=3${cursor}`, OPERATOR_TOKEN);
    seen.push(...idsOf(page));
    if (page.body.next === undefined) break;
    expect(idsOf(page)).toHaveLength(3);
    cursor = `&cursor=${page.body.next}`;
  }
  expect(seen).toEqual(ids.toReversed());
});

test('the lists that were there before are as they were', async () => {
  const [first = '', second = '', third = ''] = ids;
  expect(idsOf(await ask('open=false'))).toEqual([first, second, third]);
  expect(idsOf(await ask(''))).toEqual([first, third]);
  expect(idsOf(await ask('open=false&limit=1'))).toEqual([third]);
});

test('what cannot be meant is refused', async () => {
  for (const wrong of ['since=soon', 'state=none', 'cursor=0', 'cursor=x', 'client=', 'colour=red'])
    expect((await ask(wrong)).status, wrong).toBe(400);
  const both = await Promise.all([ask('client=*', OPERATOR_TOKEN), ask('client=*', OPERATOR_TOKEN)]);
  for (const { status } of both) expect([200, 429]).toContain(status);
});
