import { money, type Offer } from '@numroute/core';
import { createWorld, type FaultKind, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { textverified, textverifiedDialect } from '../src/index.ts';
import { call } from './support.ts';

async function market() {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'US', price: '0.95', stock: 3 }],
    funds: '10',
  });
  const sandbox = await startSandbox({ world, dialect: textverifiedDialect() });
  const provider = textverified.create({
    apiKey: world.secret,
    username: 'user@example.com',
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    purchaseTimeoutMs: 1000,
  });
  const [offer] = [...(await provider.listOffers({ service: 'telegram' }, call))] as [Offer];
  const buy = () => provider.purchase(offer, { ...call, maxPrice: offer.price });
  return { world, sandbox, provider, buy, [Symbol.asyncDispose]: () => sandbox.close() };
}

const isPurchase = ({ method, path }: { readonly method: string; readonly path: string }) =>
  method === 'POST' && path === '/api/pub/v2/verifications';

test('the key buys a token once, and is in no other request', async () => {
  await using site = await market();
  const { id } = await site.buy();
  const { phone } = await site.provider.fetchOrder(id, call);
  expect(phone).toBe(site.world.orders[0]?.phone);
  expect(await site.provider.fetchBalance?.(call)).toEqual(money('9.05', 'USD'));
  const [login, ...others] = site.sandbox.requests;
  expect(login?.path).toBe('/api/pub/v2/auth');
  expect(login?.headers['x-api-key']).toBe(site.world.secret);
  for (const { path, headers } of others) {
    expect(path).not.toContain('auth');
    expect(JSON.stringify(headers)).not.toContain(site.world.secret);
  }
});

const kinds: readonly FaultKind[] = ['reset', 'timeout', 'http-500', 'html', 'garbage', 'truncated'];

test.each(kinds)('a purchase that ends in %s is sent once, and found among the open orders', async (kind) => {
  await using site = await market();
  site.sandbox.fault({ when: 'after', kind, match: isPurchase });
  await expect(site.buy()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(site.sandbox.requests.filter(isPurchase)).toHaveLength(1);
  const [{ id, phone, price } = { id: '' }] = site.world.orders;
  expect(await site.provider.listOpenOrders?.(call)).toMatchObject([
    { id, phone, status: 'open', service: 'telegram', country: 'US', price },
  ]);
});

test('a purchase that hangs before it is sold is as unknown', async () => {
  await using site = await market();
  site.sandbox.fault({ when: 'before', kind: 'timeout', match: isPurchase });
  await expect(site.buy()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(site.world.orders).toEqual([]);
});
