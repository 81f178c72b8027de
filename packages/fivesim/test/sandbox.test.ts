import { money, type Offer } from '@numroute/core';
import { createWorld, type FaultKind, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { fivesim, fivesimDialect } from '../src/index.ts';
import { call } from './support.ts';

async function market(settings: { readonly operator?: 'any' } = {}) {
  const world = createWorld({
    currency: 'USD',
    offers: [
      { service: 'telegram', country: 'EE', pool: 'virtual38', price: '0.1201', stock: 3 },
      { service: 'telegram', country: 'EE', pool: 'virtual4', price: '0.3', stock: 3 },
    ],
    funds: '10',
  });
  const sandbox = await startSandbox({ world, dialect: fivesimDialect() });
  const provider = fivesim.create({
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    timeoutMs: 1000,
    purchaseTimeoutMs: 1000,
    ...settings,
  });
  const [offer] = [...(await provider.listOffers({ service: 'telegram', country: 'EE' }, call))] as [Offer];
  return {
    world,
    sandbox,
    provider,
    offer,
    buy: () => provider.purchase(offer, { ...call, maxPrice: offer.price }),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

const isPurchase = ({ path }: { readonly path: string }) => path.startsWith('/v1/user/buy/');

test('the key is the bearer, in every request and nowhere else', async () => {
  await using site = await market();
  await site.buy();
  for (const { method, path, query, headers } of site.sandbox.requests) {
    expect(method).toBe('GET');
    expect(headers['authorization']).toBe(`Bearer ${site.world.secret}`);
    expect(`${path}?${query}`).not.toContain(site.world.secret);
  }
});

test('a pinned offer buys of its operator, whatever it costs by then, and the receipt says so', async () => {
  await using site = await market();
  site.world.setPrice({ pool: 'virtual38' }, '0.5');
  const receipt = await site.buy();
  expect(receipt).toMatchObject({ pool: 'virtual38', price: money('0.5', 'USD') });
});

test('any operator keeps the cap', async () => {
  await using site = await market({ operator: 'any' });
  expect(site.offer).toMatchObject({ price: money('0.1201', 'USD'), stock: 3 });
  expect(await site.buy()).toMatchObject({ pool: 'virtual38' });
  site.world.setPrice({ pool: 'virtual38' }, '0.1202');
  await expect(site.buy()).rejects.toMatchObject({ code: 'PRICE_ABOVE_LIMIT', moneyMayHaveMoved: false });
  expect(site.sandbox.requests.filter(isPurchase).map(({ query }) => query.get('maxPrice'))).toEqual([
    '0.1201',
    '0.1201',
  ]);
});

const kinds: readonly FaultKind[] = ['reset', 'timeout', 'http-500', 'html', 'garbage', 'truncated'];

test.each(kinds)('a purchase that ends in %s is sent once, and found among the open orders', async (kind) => {
  await using site = await market();
  site.sandbox.fault({ when: 'after', kind, match: isPurchase });
  await expect(site.buy()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(site.sandbox.requests.filter(isPurchase)).toHaveLength(1);
  const [order] = site.world.orders;
  expect(await site.provider.listOpenOrders?.(call)).toMatchObject([
    {
      id: order?.id,
      phone: order?.phone,
      service: 'telegram',
      country: 'EE',
      pool: 'virtual38',
      price: order?.price,
    },
  ]);
});

test('a redirect of a purchase is not followed, and nobody knows its outcome', async () => {
  await using site = await market();
  const elsewhere = {
    status: 302,
    headers: { location: '/404.html' },
    body: '<a href="/404.html">Found</a>.',
  };
  site.sandbox.fault({ when: 'after', kind: 'reply', reply: elsewhere, match: isPurchase });
  const before = site.sandbox.requests.length;
  await expect(site.buy()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  expect(site.sandbox.requests).toHaveLength(before + 1);
});

test('a second cancel returns the order, and its money came back once', async () => {
  await using site = await market();
  const { id } = await site.buy();
  for (const _ of [1, 2])
    expect(await site.provider.cancelOrder?.(id, call)).toMatchObject({ id, status: 'cancelled' });
  expect(await site.provider.fetchBalance?.(call)).toEqual(money('10', 'USD'));
});
