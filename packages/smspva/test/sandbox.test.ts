import { money, type Offer } from '@numroute/core';
import { createWorld, type FaultKind, startSandbox, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { smspva, smspvaDialect } from '../src/index.ts';
import { call } from './support.ts';

async function market() {
  const clock = virtualClock();
  const world = createWorld({
    currency: 'USD',
    offers: [
      { service: 'telegram', country: 'EE', pool: 'Telia_EE', price: '0.12', stock: 3 },
      { service: 'telegram', country: 'EE', pool: 'DonorAlpha_EE', price: '0.05', stock: 9 },
      { service: 'telegram', country: 'GB', price: '0.3', stock: 1 },
    ],
    funds: '0.2',
    charges: 'delivery',
    clock,
  });
  const sandbox = await startSandbox({ world, dialect: smspvaDialect({ clock }) });
  const provider = smspva.create({
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    timeoutMs: 1000,
    purchaseTimeoutMs: 1000,
  });
  const list = async (query: object) => [...(await provider.listOffers(query, call))];
  const [offer] = (await list({ service: 'telegram', country: 'EE' })) as [Offer];
  return {
    ...{ world, sandbox, provider, offer, list, clock },
    buy: (one = offer) => provider.purchase(one, { ...call, maxPrice: one.price }),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

const isPurchase = ({ path }: { readonly path: string }) => path.startsWith('/activation/number/');

test('the money moves when the SMS comes, and for nothing else', async () => {
  await using site = await market();
  const { world, provider, buy, offer } = site;
  expect(offer).toMatchObject({ pool: 'Telia_EE', price: money('0.12', 'USD'), stock: 3 });
  const balance = () => provider.fetchBalance?.(call);
  const [first, second] = [await buy(), await buy()];
  expect(first.phone).toBe(world.orders[0]?.phone);
  expect(await balance()).toEqual(money('0.2', 'USD'));
  expect(await provider.cancelOrder?.(first.id, call)).toMatchObject({ status: 'cancelled' });
  expect(await balance()).toEqual(money('0.2', 'USD'));
  world.receiveSms(second.id, 'Your code: 012345');
  expect(await provider.fetchOrder(second.id, call)).toMatchObject({
    status: 'delivered',
    messages: [{ code: '012345', text: 'Your code: 012345' }],
  });
  expect(await balance()).toEqual(money('0.08', 'USD'));
  await expect(provider.cancelOrder?.(second.id, call)).rejects.toMatchObject({ code: 'WRONG_STATE' });
});

test('an order tells how long it lives, by our clock', async () => {
  await using site = await market();
  const { expiresAt = 0 } = await site.buy();
  // Our clock is the system's, the vendor's tells what is left.
  expect(Math.abs(expiresAt - Date.now() - site.world.lifetimeMs)).toBeLessThan(60_000);
});

test('offers of every country, and what a purchase of each is', async () => {
  await using site = await market();
  const offers = await site.list({ service: 'telegram' });
  expect(offers.map(({ country, pool, virtual, stock }) => [country, pool, virtual, stock])).toEqual([
    ['EE', 'Telia_EE', undefined, null],
    ['EE', 'DonorAlpha_EE', true, null],
    ['GB', undefined, undefined, null],
  ]);
  const [, donor, british] = offers as [Offer, Offer, Offer];
  await site.buy(donor);
  expect(site.world.orders[0]).toMatchObject({ pool: 'DonorAlpha_EE', price: donor.price });
  await expect(site.buy(british)).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
});

test('the key is a header, in every request and nowhere else', async () => {
  await using site = await market();
  const { id } = await site.buy();
  await site.provider.cancelOrder?.(id, call);
  expect(site.sandbox.requests.at(-1)?.method).toBe('PUT');
  for (const { path, query, headers, body } of site.sandbox.requests) {
    expect(headers['apikey']).toBe(site.world.secret);
    expect(`${path}?${query}${body}`).not.toContain(site.world.secret);
  }
});

const kinds: readonly FaultKind[] = ['reset', 'timeout', 'http-500', 'html', 'garbage', 'truncated'];

test.each(kinds)('a purchase that ends in %s is sent once, and its outcome is unknown', async (kind) => {
  await using site = await market();
  site.sandbox.fault({ when: 'after', kind, match: isPurchase });
  await expect(site.buy()).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  expect(site.sandbox.requests.filter(isPurchase)).toHaveLength(1);
  expect(site.world.ledger).toEqual([]);
});
