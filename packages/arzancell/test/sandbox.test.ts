import type { Offer } from '@numroute/core';
import { createWorld, type FaultKind, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { arzancell, arzancellDialect, type Transport } from '../src/index.ts';
import { call, offer, purchaseCall } from './support.ts';

async function market(transport: Transport = 'query') {
  const world = createWorld({
    currency: 'IRT',
    offers: [
      { service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 3 },
      { service: 'telegram', country: 'GB', pool: '4', price: '5600.25', stock: 1 },
    ],
    funds: '100000',
  });
  const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  const provider = arzancell.create({
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    transport,
    timeoutMs: 1000,
    purchaseTimeoutMs: 1000,
  });
  return { world, sandbox, provider, [Symbol.asyncDispose]: () => sandbox.close() };
}

const isPurchase = (request: { query: URLSearchParams }) => request.query.get('action') === 'get_number';

test.each(['query', 'post-form'] as const)('round trip over %s', async (transport) => {
  await using site = await market(transport);
  const { provider, world } = site;
  const offers = [...(await provider.listOffers({ service: 'telegram' }, call))];
  expect(offers.map(({ country, pool, price, stock }) => [country, pool, price.amount, stock])).toEqual([
    ['EE', '3', '8400', 3],
    ['GB', '4', '5600.25', 1],
  ]);
  const [first, second] = offers as [Offer, Offer];
  const bought = await provider.purchase(first, purchaseCall);
  expect(await provider.fetchOrder(bought.id, call)).toMatchObject({ status: 'open', phone: bought.phone });
  world.receiveSms(bought.id, 'code 012345');
  expect((await provider.fetchOrder(bought.id, call)).messages).toEqual([{ code: '012345' }]);
  await expect(provider.cancelOrder?.(bought.id, call)).rejects.toMatchObject({ code: 'WRONG_STATE' });

  const given = await provider.purchase(second, purchaseCall);
  await expect(provider.purchase(second, purchaseCall)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '91600', currency: 'IRT' });
  await expect(provider.fetchOrder('nothing', call)).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
});

const kinds: readonly FaultKind[] = ['reset', 'timeout', 'http-500', 'html', 'garbage', 'truncated'];

test.each(kinds)(
  '#23 vector 18: a purchase that ends in %s is sent once, charged once, and unknown',
  async (kind) => {
    await using site = await market();
    site.sandbox.fault({ when: 'after', kind, match: isPurchase });
    await expect(site.provider.purchase(offer, purchaseCall)).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      moneyMayHaveMoved: true,
    });
    expect(site.sandbox.requests.filter(isPurchase)).toHaveLength(1);
    expect(site.world.orders).toHaveLength(1);
  },
);

test('#23 a purchase that is only late is unknown, and sent once', async () => {
  await using site = await market();
  site.sandbox.fault({ when: 'after', kind: 'slow', delayMs: 1500, match: isPurchase });
  await expect(site.provider.purchase(offer, purchaseCall)).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
  });
  expect(site.sandbox.requests.filter(isPurchase)).toHaveLength(1);
});

test('#28 a wrong key is UNAUTHORIZED', async () => {
  await using site = await market();
  const stranger = arzancell.create({ apiKey: 'wrong', baseUrl: site.sandbox.url, allowInsecureHttp: true });
  await expect(stranger.fetchBalance?.(call)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(stranger.purchase(offer, purchaseCall)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});
