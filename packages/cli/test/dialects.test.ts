import { arzancell, arzancellDialect } from '@numroute/arzancell';
import { money, type Provider } from '@numroute/core';
import { createRates, createRouter } from '@numroute/router';
import { type ProfileName, profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { afterEach, describe, expect, test } from 'vitest';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const limits = { requests: 100, perMs: 1000, concurrent: 10 };

const rates = createRates([
  { base: 'USD', quote: 'IRT', value: '100000', source: 'test', asOf: '2026-11-20' },
  { base: 'USD', quote: 'RUB', value: '100', source: 'test', asOf: '2026-11-20' },
  { base: 'EUR', quote: 'USD', value: '1.25', source: 'test', asOf: '2026-11-20' },
]);

interface Stall {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly provider: Provider;
}

async function site(
  profile: ProfileName,
  price: string,
  currency = profiles[profile].currency,
): Promise<Stall> {
  const offers = [{ service: 'telegram', country: 'EE', price, stock: 3 }];
  const world = createWorld({ currency, offers });
  const dialect = smsActivateDialect({ ...profiles[profile], currency });
  const sandbox = await startSandbox({ world, dialect });
  closers.push(() => sandbox.close());
  const settings = {
    profile,
    currency,
    apiKey: world.secret,
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    limits,
  };
  return { world, sandbox, provider: smsActivate.create(smsActivate.parseSettings(settings)) };
}

async function arzan(price: string): Promise<Stall> {
  const offers = [{ service: 'telegram', country: 'EE', pool: '3', price, stock: 3 }];
  const world = createWorld({ currency: 'IRT', offers });
  const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  closers.push(() => sandbox.close());
  const settings = { apiKey: world.secret, baseUrl: sandbox.url, allowInsecureHttp: true, limits };
  return { world, sandbox, provider: arzancell.create(arzancell.parseSettings(settings)) };
}

/** In dollars: herosms 0.10, smsbower 0.12, smshub 0.14 (roubles), tiger 0.16, arzancell 0.18 (toman). */
async function market() {
  const stalls = {
    herosms: await site('herosms', '0.10'),
    smsbower: await site('smsbower', '0.12'),
    smshub: await site('smshub', '14', 'RUB'),
    tiger: await site('tiger', '0.16'),
    arzancell: await arzan('18000'),
  };
  const router = createRouter({
    providers: Object.values(stalls).map(({ provider }) => provider),
    rates,
    offersTtlMs: 60_000,
  });
  closers.push(() => router.close());
  return { stalls, router };
}

const want = { service: 'telegram', country: 'EE' };
const cap = { maxPrice: money('0.15', 'USD') };

const charges = ({ world }: Stall) => world.ledger.filter(({ kind }) => kind === 'charge').length;

describe('five sites, three currencies, two dialects, over real HTTP', () => {
  test('are compared in one currency, and the cheapest is bought', async () => {
    const { stalls, router } = await market();
    const quote = await router.quote(want, { currency: 'USD' });
    expect(quote.silent).toEqual([]);
    expect(quote.ranked.map(({ offer, comparable }) => `${offer.provider} ${comparable.amount}`)).toEqual([
      'herosms 0.1',
      'smsbower 0.12',
      'smshub 0.14',
      'tiger-sms 0.16',
      'arzancell 0.18',
    ]);
    const order = await router.buy(want, cap);
    expect(order).toMatchObject({ provider: 'herosms', phone: stalls.herosms.world.orders[0]?.phone });
    stalls.herosms.world.receiveSms(order.id, 'Telegram code 04567');
    const delivered = await router.fetch(order);
    expect(delivered.status).toBe('delivered');
    expect(delivered.messages[0]?.code).toBe('04567');
    expect((await router.finish(order)).status).toBe('finished');
    expect(stalls.herosms.world.orders[0]?.status).toBe('finished');
  });

  test('sold out and dearer than quoted are passed by, and the cap holds', async () => {
    const { stalls, router } = await market();
    await router.quote(want);
    stalls.herosms.world.setStock({}, 0);
    stalls.smsbower.world.setPrice({}, '0.30');
    const order = await router.buy(want, cap);
    expect(order.provider).toBe('smshub');
    expect(Object.values(stalls).map(charges)).toEqual([0, 0, 1, 0, 0]);
    stalls.smshub.world.setStock({}, 0);
    await expect(router.buy(want, cap)).rejects.toMatchObject({ code: 'NO_OFFER', moneyMayHaveMoved: false });
    expect(Object.values(stalls).map(charges)).toEqual([0, 0, 1, 0, 0]);
  });

  test('a lost reply is found again in the active list, and bought once', async () => {
    const { stalls, router } = await market();
    const isPurchase = ({ query }: { query: URLSearchParams }) =>
      query.get('action')?.startsWith('getNumber') === true && query.get('action') !== 'getNumbersStatus';
    stalls.herosms.sandbox.fault({ when: 'after', kind: 'reset', match: isPurchase });
    const order = await router.buy(want, cap);
    expect(order).toMatchObject({ provider: 'herosms', id: stalls.herosms.world.orders[0]?.id });
    expect(Object.values(stalls).map(charges)).toEqual([1, 0, 0, 0, 0]);
  });

  test('a lost reply at a site without such a list stops the want', async () => {
    const { stalls, router } = await market();
    stalls.herosms.world.setStock({}, 0);
    stalls.smsbower.sandbox.fault({
      when: 'after',
      kind: 'http-500',
      match: ({ query }) => /^getNumber(V2)?$/.test(query.get('action') ?? ''),
    });
    await expect(router.buy(want, cap)).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      moneyMayHaveMoved: true,
    });
    expect(Object.values(stalls).map(charges)).toEqual([0, 1, 0, 0, 0]);
  });
});
