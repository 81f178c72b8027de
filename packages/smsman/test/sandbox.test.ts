import type { Offer } from '@numroute/core';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { type SmsmanSettings, smsman, smsmanDialect } from '../src/index.ts';
import { call } from './support.ts';

async function market(settings: Partial<SmsmanSettings> = {}) {
  const world = createWorld({
    currency: 'RUB',
    offers: [
      { service: 'telegram', country: 'RU', price: '18', stock: 3 },
      { service: 'whatsapp', country: 'KZ', price: '4.5', stock: 1 },
    ],
    funds: '100',
  });
  const sandbox = await startSandbox({ world, dialect: smsmanDialect(settings) });
  const provider = smsman.create({
    apiKey: world.secret,
    currency: 'RUB',
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    timeoutMs: 1000,
    purchaseTimeoutMs: 1000,
    ...settings,
  });
  const buy = (offer: Offer) => provider.purchase(offer, { ...call, maxPrice: offer.price });
  return { world, sandbox, provider, buy, [Symbol.asyncDispose]: () => sandbox.close() };
}

test('there and back', async () => {
  await using site = await market({ balance: 'total' });
  const { provider, world, buy } = site;
  const offers = [...(await provider.listOffers({}, call))];
  expect(offers.map(({ service, country, price, stock }) => [service, country, price.amount, stock])).toEqual(
    [
      ['telegram', 'RU', '18', 3],
      ['whatsapp', 'KZ', '4.5', 1],
    ],
  );
  const [first, second] = offers as [Offer, Offer];
  const bought = await buy(first);
  expect(bought).toMatchObject({ phone: world.orders[0]?.phone, country: 'RU', service: 'telegram' });
  world.receiveSms(bought.id, 'Your code: 012345');
  expect(await provider.fetchOrder(bought.id, call)).toMatchObject({
    status: 'delivered',
    messages: [{ code: '012345' }],
  });
  await expect(provider.cancelOrder?.(bought.id, call)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  expect(await provider.requestAnotherSms?.(bought.id, call)).toMatchObject({ status: 'delivered' });
  expect(await provider.fetchOrder(bought.id, call)).toMatchObject({ awaits: true });
  const given = await buy(second);
  await expect(buy(second)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  // Held, and so gone from what the balance proves.
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '77.5', currency: 'RUB' });
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.finishOrder?.(bought.id, call)).toMatchObject({ status: 'finished' });
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '82', currency: 'RUB' });
});

test('a purchase whose reply is lost is sent once', async () => {
  await using site = await market();
  const { provider, world, buy, sandbox } = site;
  const [offer] = [...(await provider.listOffers({ service: 'telegram' }, call))] as [Offer];
  sandbox.fault({ when: 'after', kind: 'reset', operation: 'purchase' });
  await expect(buy(offer)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(world.orders).toHaveLength(1);
});
