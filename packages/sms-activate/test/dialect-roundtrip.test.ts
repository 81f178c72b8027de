import type { Offer } from '@numroute/core';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { smsActivateDialect } from '../src/dialect/index.ts';
import { smsActivate } from '../src/index.ts';
import { type ProfileName, profiles } from '../src/profiles/index.ts';

const call = { signal: new AbortController().signal };

test.each(Object.keys(profiles) as ProfileName[])('our own client understands %s', async (name) => {
  const profile = profiles[name];
  const world = createWorld({
    currency: profile.currency,
    offers: [
      { service: 'telegram', country: 'US', pool: '77', price: '0.25', stock: 3 },
      { service: 'whatsapp', country: 'US', pool: '77', price: '0.5', stock: 3 },
    ],
    funds: '10.125',
  });
  await using sandbox = await startSandbox({ world, dialect: smsActivateDialect(profile) });
  const provider = smsActivate.create({
    profile: name,
    currency: profile.currency,
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
  });
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '10.125', currency: profile.currency });
  const listed = [...(await provider.listOffers({ service: 'telegram', country: 'US' }, call))];
  const stock = profile.offers.shape === 'bare' ? null : 3;
  expect(listed).toMatchObject([{ country: 'US', service: 'telegram', price: { amount: '0.25' }, stock }]);
  const [offer] = listed as [Offer];
  const cap = { ...call, maxPrice: offer.price };
  if (provider.listOpenOrders) expect(await provider.listOpenOrders(call)).toEqual([]);
  const first = await provider.purchase(offer, cap);
  expect(await provider.fetchOrder(first.id, call)).toMatchObject({ status: 'open', messages: [] });
  if (provider.listOpenOrders) expect(await provider.listOpenOrders(call)).toMatchObject([{ id: first.id }]);
  world.receiveSms(first.id, 'Your code is 012345');
  expect(await provider.fetchOrder(first.id, call)).toMatchObject({
    status: 'delivered',
    messages: [{ code: '012345' }],
  });
  await provider.requestAnotherSms?.(first.id, call);
  await provider.finishOrder?.(first.id, call);
  const second = await provider.purchase(offer, cap);
  expect(await provider.cancelOrder?.(second.id, call)).toMatchObject({ status: 'cancelled' });
  world.setStock({ service: 'telegram' }, 0);
  await expect(provider.purchase(offer, cap)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  await expect(provider.fetchOrder('999999', call)).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
});
