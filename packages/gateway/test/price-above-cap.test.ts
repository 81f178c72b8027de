import { money, NumrouteError } from '@numroute/core';
import type { Orders } from '@numroute/gateway';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { client, openGateway, type Running, TOKEN } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';
import { documentedClient } from './support/openapi.ts';

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };
const WISH = { service: 'telegram', country: 'EE', maxPrice: { amount: '0.50', currency: 'USD' } };

let market: Market;
let running: Running | undefined;
let ask: Ask;

beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  await running?.[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
});

/** Every purchase fails so, because prices rose after they were listed. */
async function start(error: NumrouteError, settings: Parameters<typeof client>[0] = {}): Promise<void> {
  const failing = (orders: Orders): Orders => ({ ...orders, buy: () => Promise.reject(error) });
  running = await openGateway(market.addresses, { clients: [client(settings)] }, undefined, failing);
  ask = oldClient(`${running.url}/stubs/handler_api.php`);
}

async function buy() {
  const { call } = await documentedClient(running?.url ?? '', TOKEN);
  return await call('/orders', { method: 'POST', headers: { 'idempotency-key': 'a' }, body: WISH });
}

const noOffer = (amount: string, currency: string = 'USD'): NumrouteError =>
  new NumrouteError('NO_OFFER', 'telegram: no offer fits; nothing was charged', {
    attempts: [],
    excluded: [{ provider: 'dollar', why: 'above-limit', count: 1 }],
    hidden: [
      {
        ...{ limit: 'maxPrice', count: 1, countries: 1 },
        cheapest: { provider: 'dollar', country: 'EE', stock: 1, price: money(amount, currency) },
      },
    ],
  });

describe('a number that costs more than the cap by now', () => {
  test.each([
    ['its price', {}, noOffer('0.6'), '0.6'],
    ['its price with the margin', { margin: { percent: '20' } }, noOffer('0.6'), '0.72'],
    ['its price in the currency of the client', {}, noOffer('67200', 'IRT'), '0.6'],
  ])('is told with %s', async (_what, settings, error, price) => {
    await start(error, settings);
    expect(await ask({ ...QUESTION, maxPrice: '0.5' })).toBe(`WRONG_MAX_PRICE:${price}`);
    const { status, body } = await buy();
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'PRICE_ABOVE_LIMIT',
      moneyMayHaveMoved: false,
      price: { amount: price, currency: 'USD' },
      detail: `The cheapest costs ${price} USD.`,
    });
    expect(JSON.stringify(body)).not.toContain('dollar');
  });

  test('is sold out for an old client that names no cap', async () => {
    await start(noOffer('0.6'));
    expect(await ask(QUESTION)).toBe('NO_NUMBERS');
  });

  test('is more than the budget where the cap would allow it', async () => {
    await start(noOffer('0.6'), { budget: { amount: '0.5', currency: 'USD', per: 'total' } });
    expect(await ask({ ...QUESTION, maxPrice: '1' })).toBe('NO_BALANCE');
  });

  test('is sold out where its price cannot be told, and where it fits by now', async () => {
    await start(noOffer('0.6', 'EUR'));
    expect(await ask({ ...QUESTION, maxPrice: '0.5' })).toBe('NO_NUMBERS');
    expect((await buy()).body).toMatchObject({ code: 'OUT_OF_STOCK', moneyMayHaveMoved: false });
    await running?.[Symbol.asyncDispose]();
    await start(noOffer('0.4'));
    expect(await ask({ ...QUESTION, maxPrice: '0.5' })).toBe('NO_NUMBERS');
  });
});

test('something else than the offer was charged, so the answer promises nothing', async () => {
  const order = { provider: 'dollar', id: 'vendor-7' };
  await start(new NumrouteError('NOT_AS_OFFERED', 'a number of another country', { what: 'country', order }));
  expect(await ask(QUESTION)).toBe('ERROR_SQL');
  const { status, body } = await buy();
  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'NOT_AS_OFFERED', moneyMayHaveMoved: true });
  expect(JSON.stringify(body)).not.toContain('vendor-7');
});
