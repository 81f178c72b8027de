import type { Offer } from '@numroute/core';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { smspool, smspoolDialect } from '../src/index.ts';
import { call } from './support.ts';

async function market() {
  const world = createWorld({
    currency: 'USD',
    offers: [
      { service: 'telegram', country: 'US', pool: '7', price: '0.24', stock: 3 },
      { service: 'telegram', country: 'GB', pool: '3', price: '0.3', stock: 1 },
    ],
    funds: '5',
  });
  const sandbox = await startSandbox({ world, dialect: smspoolDialect() });
  const provider = smspool.create({
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    timeoutMs: 1000,
    purchaseTimeoutMs: 1000,
  });
  const buy = (offer: Offer) => provider.purchase(offer, { ...call, maxPrice: offer.price });
  return { world, sandbox, provider, buy, [Symbol.asyncDispose]: () => sandbox.close() };
}

test('there and back', async () => {
  await using site = await market();
  const { provider, world, buy, sandbox } = site;
  const offers = [...(await provider.listOffers({ service: 'telegram' }, call))];
  expect(offers.map(({ country, pool, price, stock }) => [country, pool, price.amount, stock])).toEqual([
    ['US', '7', '0.24', 3],
    ['GB', '3', '0.3', 1],
  ]);
  const [first, second] = offers as [Offer, Offer];
  const bought = await buy(first);
  expect(bought).toMatchObject({ phone: world.orders[0]?.phone, price: { amount: '0.24', currency: 'USD' } });
  world.receiveSms(bought.id, 'Your code: 012345');
  expect(await provider.fetchOrder(bought.id, call)).toMatchObject({
    status: 'delivered',
    messages: [{ code: '012345', text: 'Your code: 012345' }],
  });
  await expect(provider.cancelOrder?.(bought.id, call)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  const given = await buy(second);
  await expect(buy(second)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '4.76', currency: 'USD' });
  await expect(provider.fetchOrder('NOBODY', call)).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  // Form fields end in logs: the key is in none.
  expect(sandbox.requests.map(({ body, path }) => path + body).join()).not.toContain(world.secret);
});

test('a purchase whose reply is lost is sent once, and found in the list of open orders', async () => {
  await using site = await market();
  const { provider, world, buy, sandbox } = site;
  const [offer] = [...(await provider.listOffers({ country: 'US' }, call))] as [Offer];
  sandbox.fault({ when: 'after', kind: 'reset', match: ({ path }) => path === '/purchase/sms' });
  await expect(buy(offer)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(sandbox.requests.filter(({ path }) => path === '/purchase/sms')).toHaveLength(1);
  const [{ id, phone } = { id: '', phone: '' }] = world.orders;
  expect(await provider.listOpenOrders?.(call)).toMatchObject([
    { id, phone, status: 'open', service: 'telegram', country: 'US', price: offer.price },
  ]);
});
