import type { Offer } from '@numroute/core';
import { createWorld, type FaultKind, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { numberland, numberlandDialect } from '../src/index.ts';
import { call, offer } from './support.ts';

async function market() {
  const world = createWorld({
    currency: 'IRT',
    offers: [
      { service: 'telegram', country: 'RU', pool: '1', price: '2200', stock: 3 },
      { service: 'telegram', country: 'EE', pool: '4', price: '1700', stock: 1 },
    ],
    funds: '10000',
  });
  const sandbox = await startSandbox({ world, dialect: numberlandDialect() });
  const settings = {
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    timeoutMs: 1000,
    purchaseTimeoutMs: 1000,
  };
  const provider = numberland.create(numberland.parseSettings(settings));
  return { world, sandbox, provider, [Symbol.asyncDispose]: () => sandbox.close() };
}

const isPurchase = (request: { query: URLSearchParams }) => request.query.get('method') === 'getnum';
const buyCall = (bought: Offer) => ({ ...call, maxPrice: bought.price });

test('a number is bought, gets two codes, and is closed; another is cancelled', async () => {
  await using site = await market();
  const { provider, world, sandbox } = site;
  const offers = [...(await provider.listOffers({ service: 'telegram' }, call))];
  expect(offers.map(({ country, pool, price, stock }) => [country, pool, price.amount, stock])).toEqual([
    ['RU', '1', '2200', 3],
    ['EE', '4', '1700', 1],
  ]);
  const [first, second] = offers as [Offer, Offer];
  const before = Date.now();
  const bought = await provider.purchase(first, buyCall(first));
  expect(bought).toMatchObject({ status: 'open', price: first.price });
  expect(bought.expiresAt).toBeGreaterThanOrEqual(before + 20 * 60_000);
  world.receiveSms(bought.id, 'code 012345');
  expect((await provider.fetchOrder(bought.id, call)).messages).toEqual([{ code: '012345' }]);
  await expect(provider.cancelOrder?.(bought.id, call)).rejects.toMatchObject({
    code: 'WRONG_STATE',
    details: { final: true },
  });
  expect(await provider.requestAnotherSms?.(bought.id, call)).toMatchObject({
    status: 'delivered',
    awaits: true,
  });
  world.receiveSms(bought.id, 'code 67890');
  expect((await provider.fetchOrder(bought.id, call)).messages).toEqual([{ code: '67890' }]);
  expect(await provider.finishOrder?.(bought.id, call)).toMatchObject({ status: 'finished' });

  const given = await provider.purchase(second, buyCall(second));
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.cancelOrder?.(given.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.fetchBalance?.(call)).toEqual({ amount: '7800', currency: 'IRT' });
  await expect(provider.fetchOrder('999', call)).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  // What looks like a read of a permanent number may buy it.
  expect(sandbox.requests.some(({ query }) => query.get('method')?.includes('spnumber'))).toBe(false);
  expect(sandbox.requests.every(({ method }) => method === 'GET')).toBe(true);
});

test.each<FaultKind>(['reset', 'timeout', 'http-500', 'html', 'garbage', 'truncated'])(
  'a purchase that ends in %s is sent once, charged once, unknown, and seen by the balance',
  async (kind) => {
    await using site = await market();
    const { provider, sandbox, world } = site;
    sandbox.fault({ when: 'after', kind, match: isPurchase });
    await expect(provider.purchase(offer, buyCall(offer))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      moneyMayHaveMoved: true,
    });
    expect(sandbox.requests.filter(isPurchase)).toHaveLength(1);
    expect(world.orders).toHaveLength(1);
    expect(await provider.fetchBalance?.(call)).toEqual({ amount: '7800', currency: 'IRT' });
  },
);

test('a wrong key is UNAUTHORIZED', async () => {
  await using site = await market();
  const stranger = numberland.create({ apiKey: 'wrong', baseUrl: site.sandbox.url, allowInsecureHttp: true });
  await expect(stranger.fetchBalance?.(call)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(stranger.purchase(offer, buyCall(offer))).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});
