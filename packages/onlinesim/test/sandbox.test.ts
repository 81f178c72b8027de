import { money, type Offer } from '@numroute/core';
import { createWorld, type FaultKind, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { onlinesim, onlinesimDialect } from '../src/index.ts';
import { call } from './support.ts';

async function market() {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', price: '0.12', stock: 3 }],
    funds: '1',
    refundsOnCancel: false,
  });
  const sandbox = await startSandbox({ world, dialect: onlinesimDialect() });
  const provider = onlinesim.create({
    apiKey: world.secret,
    currency: 'USD',
    balance: 'free',
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    timeoutMs: 1000,
    purchaseTimeoutMs: 1000,
  });
  const [offer] = [...(await provider.listOffers({ service: 'telegram' }, call))] as [Offer];
  const buy = () => provider.purchase(offer, { ...call, maxPrice: offer.price });
  return { world, sandbox, provider, offer, buy, [Symbol.asyncDispose]: () => sandbox.close() };
}

const isPurchase = ({ path }: { readonly path: string }) => path === '/api/getNum.php';

test('there and back; the key is the bearer, and nowhere else', async () => {
  await using site = await market();
  const { provider, world, buy, sandbox } = site;
  const { id, phone } = await buy();
  expect(phone).toBe(world.orders[0]?.phone);
  expect(await provider.fetchBalance?.(call)).toEqual(money('0.88', 'USD'));
  world.receiveSms(id, 'Your code: 012345');
  const delivered = { status: 'delivered', messages: [{ text: 'Your code: 012345' }] };
  expect(await provider.fetchOrder(id, call)).toMatchObject({ ...delivered, price: money('0.12', 'USD') });
  expect(await provider.requestAnotherSms?.(id, call)).toMatchObject({ status: 'delivered', messages: [] });
  world.receiveSms(id, 'Your code: 054321');
  expect((await provider.fetchOrder(id, call)).messages).toHaveLength(2);
  await expect(provider.cancelOrder?.(id, call)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  expect(await provider.finishOrder?.(id, call)).toMatchObject({ status: 'finished' });
  const other = await buy();
  expect(await provider.cancelOrder?.(other.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await provider.listOpenOrders?.(call)).toEqual([]);
  for (const { headers, path, query } of sandbox.requests) {
    expect(headers['authorization']).toBe(`Bearer ${world.secret}`);
    expect(`${path}?${query}`).not.toContain(world.secret);
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
    { id, phone, status: 'open', service: 'telegram', country: 'EE', price },
  ]);
});
