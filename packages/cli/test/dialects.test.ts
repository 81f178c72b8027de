import { arzancell, arzancellDialect } from '@numroute/arzancell';
import { money, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRates, createRouter, type RouterEvent } from '@numroute/router';
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
  { base: 'GBP', quote: 'USD', value: '1.5', source: 'test', asOf: '2026-11-20' },
  { base: 'CNY', quote: 'USD', value: '0.2', source: 'test', asOf: '2026-11-20' },
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
  id?: string,
): Promise<Stall> {
  const offers = [{ service: 'telegram', country: 'EE', price, stock: 3 }];
  const world = createWorld({ currency, offers });
  const dialect = smsActivateDialect({ ...profiles[profile], currency });
  const sandbox = await startSandbox({ world, dialect });
  closers.push(() => sandbox.close());
  const settings = {
    profile,
    ...(id !== undefined && { id }),
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
  return { stalls, router: routerOver(stalls) };
}

function routerOver(stalls: Readonly<Record<string, Stall>>, onEvent?: (event: RouterEvent) => void) {
  const router = createRouter({
    journal: memoryJournal({ acceptOrphans: true }),
    providers: Object.values(stalls).map(({ provider }) => provider),
    rates,
    offersTtlMs: 60_000,
    ...(onEvent && { onEvent }),
  });
  closers.push(() => router.close());
  return router;
}

/** In dollars: a clone 0.10 (euros), herosms 0.11, sms-verification-number 0.12 (roubles), privatesms 0.15 (pounds), tiger 0.16 (yuan), sms-man 0.17 (roubles). */
async function family(onEvent?: (event: RouterEvent) => void) {
  const stalls = {
    clone: await site('classic', '0.08', 'EUR', 'clone'),
    herosms: await site('herosms', '0.11'),
    numbers: await site('sms-verification-number', '12', 'RUB'),
    privatesms: await site('privatesms', '0.10', 'GBP'),
    tiger: await site('tiger', '0.8', 'CNY'),
    smsMan: await site('sms-man', '17', 'RUB'),
  };
  return { stalls, router: routerOver(stalls, onEvent) };
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

const isSale = ({ query }: { query: URLSearchParams }) => /^getNumber(V2)?$/.test(query.get('action') ?? '');

/** The most that each purchase at a sandbox allowed. */
const limitsAt = ({ sandbox }: Stall) =>
  sandbox.requests.filter(isSale).map(({ query }) => query.get('maxPrice'));

describe('six sites of the family, five currencies, over real HTTP', () => {
  test('are compared in one currency', async () => {
    const { router } = await family();
    const quote = await router.quote(want, { currency: 'USD' });
    expect(quote.silent).toEqual([]);
    expect(
      quote.ranked.map(({ offer, comparable }) => [
        offer.provider,
        offer.price.amount,
        offer.price.currency,
        comparable.amount,
      ]),
    ).toEqual([
      ['clone', '0.08', 'EUR', '0.1'],
      ['herosms', '0.11', 'USD', '0.11'],
      ['sms-verification-number', '12', 'RUB', '0.12'],
      ['privatesms', '0.1', 'GBP', '0.15'],
      ['tiger-sms', '0.8', 'CNY', '0.16'],
      ['sms-man', '17', 'RUB', '0.17'],
    ]);
  });

  test('NO_NUMBERS and WRONG_MAX_PRICE are passed by, until one sells', async () => {
    const words: (string | undefined)[] = [];
    const { stalls, router } = await family((event) => {
      if (event.type !== 'purchase-failed') return;
      const { details } = event.error;
      words.push('vendorWord' in details ? details.vendorWord : undefined);
    });
    await router.quote(want);
    stalls.clone.world.setStock({}, 0);
    stalls.herosms.world.setPrice({}, '0.40');
    stalls.numbers.world.setPrice({}, '99');
    const order = await router.buy(want, { maxPrice: money('0.155', 'USD') });
    expect(order).toMatchObject({ provider: 'privatesms', paid: money('0.1', 'GBP') });
    expect(words).toEqual(['NO_NUMBERS', 'WRONG_MAX_PRICE', 'WRONG_MAX_PRICE:99']);
    expect(Object.values(stalls).map(charges)).toEqual([0, 0, 0, 1, 0, 0]);
    // Each was asked once, and told the price that it lists, in its own currency.
    expect([stalls.clone, stalls.herosms, stalls.numbers, stalls.privatesms].map(limitsAt)).toEqual([
      ['0.08'],
      ['0.11'],
      ['12'],
      ['0.1'],
    ]);
    expect(stalls.tiger.sandbox.requests.filter(isSale)).toEqual([]);
  });

  test('a cap below every price buys nothing and asks nobody', async () => {
    const { stalls, router } = await family();
    await expect(router.buy(want, { maxPrice: money('0.05', 'EUR') })).rejects.toMatchObject({
      code: 'NO_OFFER',
      moneyMayHaveMoved: false,
    });
    expect(Object.values(stalls).flatMap(limitsAt)).toEqual([]);
  });

  test.each(['clone', 'herosms', 'numbers', 'tiger'] as const)(
    'a reply of %s is lost: found in its active list, bought once, nobody else asked',
    async (name) => {
      const { stalls, router } = await family();
      for (const [other, { world }] of Object.entries(stalls)) if (other !== name) world.setStock({}, 0);
      stalls[name].sandbox.fault({ when: 'after', kind: 'reset', match: isSale });
      const order = await router.buy(want, { maxPrice: money('0.2', 'USD') });
      const [sold] = stalls[name].world.orders;
      expect(order).toMatchObject({ id: sold?.id, phone: sold?.phone });
      expect(Object.entries(stalls).filter(([, stall]) => charges(stall) > 0)).toEqual([
        [name, stalls[name]],
      ]);
      expect(charges(stalls[name])).toBe(1);
      stalls[name].world.receiveSms(order.id, 'Your code: 04567');
      expect((await router.fetch(order)).messages[0]?.code).toBe('04567');
    },
  );

  test.each(['privatesms', 'smsMan'] as const)(
    'a reply of %s is lost, and it has no such list: the want stops there',
    async (name) => {
      const { stalls, router } = await family();
      const cheaper = Object.entries(stalls).slice(0, Object.keys(stalls).indexOf(name));
      for (const [, { world }] of cheaper) world.setStock({}, 0);
      stalls[name].sandbox.fault({ when: 'after', kind: 'truncated', match: isSale });
      await expect(router.buy(want, { maxPrice: money('0.2', 'USD') })).rejects.toMatchObject({
        code: 'OUTCOME_UNKNOWN',
        moneyMayHaveMoved: true,
      });
      expect(
        Object.values(stalls)
          .map(charges)
          .reduce((sum, one) => sum + one),
      ).toBe(1);
      expect(charges(stalls[name])).toBe(1);
    },
  );
});
