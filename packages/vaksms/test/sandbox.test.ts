import type { Offer } from '@numroute/core';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { vaksms, vaksmsDialect } from '../src/index.ts';
import { call } from './support.ts';

async function market() {
  const world = createWorld({
    currency: 'RUB',
    offers: [
      { service: 'telegram', country: 'RU', price: '18', stock: 3 },
      { service: 'mailru', country: 'KZ', price: '4.5', stock: 1 },
    ],
    funds: '100',
  });
  const sandbox = await startSandbox({ world, dialect: vaksmsDialect() });
  const settings = { apiKey: world.secret, currency: 'RUB', baseUrl: sandbox.url, allowInsecureHttp: true };
  const provider = vaksms.create({ ...settings, timeoutMs: 1000, purchaseTimeoutMs: 1000 });
  const buy = (offer: Offer) => provider.purchase(offer, { ...call, maxPrice: offer.price });
  return { world, sandbox, provider, buy, [Symbol.asyncDispose]: () => sandbox.close() };
}

test('there and back', async () => {
  await using site = await market();
  const { provider, world, buy } = site;
  const offers = [...(await provider.listOffers({}, call))];
  expect(offers.map(({ service, country, price, stock }) => [service, country, price.amount, stock])).toEqual(
    [
      ['telegram', 'RU', '18', 3],
      ['vk', 'KZ', '4.5', 1],
      ['mailru', 'KZ', '4.5', 1],
    ],
  );
  const [first, , second] = offers as [Offer, Offer, Offer];
  const bought = await buy(first);
  expect(bought.phone).toBe(world.orders[0]?.phone);
  world.receiveSms(bought.id, 'Your code: 012345');
  expect(await provider.fetchOrder(bought.id, call)).toMatchObject({
    status: 'delivered',
    messages: [{ code: '012345' }],
  });
  await expect(provider.cancelOrder?.(bought.id, call)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  expect(await provider.requestAnotherSms?.(bought.id, call)).toMatchObject({ status: 'delivered' });
  const given = await buy(second);
  await expect(buy(second)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '82', currency: 'RUB' });
});

test('a purchase whose reply is lost is sent once, and shows in the balance', async () => {
  await using site = await market();
  const { provider, world, buy, sandbox } = site;
  const [offer] = [...(await provider.listOffers({ service: 'telegram', country: 'RU' }, call))] as [Offer];
  sandbox.fault({ when: 'after', kind: 'reset', operation: 'purchase' });
  await expect(buy(offer)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(world.orders).toHaveLength(1);
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '82', currency: 'RUB' });
});
