import { afterEach, beforeEach, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN, until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };

let market: Market;
let running: Running;

beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

async function start(amount: string) {
  const budget = { amount, currency: 'USD', per: 'total' } as const;
  running = await openGateway(market.addresses, { clients: [client({ budget })], pricesTtlMs: 60_000 });
  return oldClient(`${running.url}/stubs/handler_api.php`);
}

const isSale = ({ query }: { readonly query: URLSearchParams }): boolean =>
  query.get('action') === 'get_number';

test('many who waited for the same price list cannot spend the same money', async () => {
  const ask = await start('0.16');
  // Nobody knows a price yet, so all go on in the same moment.
  for (const { sandbox } of market.vendors) {
    sandbox.fault({ when: 'before', kind: 'slow', delayMs: 500, times: 1 });
  }
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(QUESTION)));
  expect(answers.filter((answer) => answer.startsWith('ACCESS_NUMBER'))).toHaveLength(2);
  expect(market.charges()).toBe(2);
});

test('a purchase under way is held back once, not twice', async () => {
  const ask = await start('0.16');
  await ask({ action: 'getPrices' });
  market.vendors[0].sandbox.fault({ when: 'after', kind: 'slow', delayMs: 2_000, times: 1, match: isSale });
  const first = ask(QUESTION);
  await until(() => market.charges() === 1);
  expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:0.085');
  const second = ask(QUESTION);
  expect(await first).toMatch(/^ACCESS_NUMBER/);
  expect(await second).toMatch(/^ACCESS_NUMBER/);
  expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:0.01');
});

test('over REST, too', async () => {
  await start('0.16');
  const buy = async (key: string) =>
    await fetch(`${running.url}/v1/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({
        service: 'telegram',
        country: 'EE',
        maxPrice: { amount: '0.08', currency: 'USD' },
      }),
    });
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => buy(`key ${n}`)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(market.charges()).toBe(2);
});

test('a budget bears the whole cap of a purchase with a key, or nothing is bought', async () => {
  await start('0.16');
  const buy = async (amount: string): Promise<Response> =>
    await fetch(`${running.url}/v1/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'idempotency-key': amount,
      },
      body: JSON.stringify({
        service: 'telegram',
        country: 'EE',
        maxPrice: { amount, currency: 'USD' },
      }),
    });
  const dear = await buy('0.17');
  expect(dear.status).toBe(402);
  expect(await dear.json()).toMatchObject({ code: 'INSUFFICIENT_FUNDS', moneyMayHaveMoved: false });
  expect(market.charges()).toBe(0);
  expect((await buy('0.16')).status).toBe(201);
});
