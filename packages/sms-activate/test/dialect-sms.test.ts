import { createWorld, startSandbox, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivate, smsActivateDialect } from '../src/index.ts';

type Query = Readonly<Record<string, string>>;

async function open(name: ProfileName, stock = 3) {
  const profile = profiles[name];
  const clock = virtualClock();
  const offers = [{ service: 'telegram', country: 'KZ', price: '0.19', stock }];
  const world = createWorld({
    currency: profile.currency,
    offers,
    funds: '100',
    clock,
    secret: 'k-0123456789',
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profile) });
  const ask = async (query: Query): Promise<readonly [number, string]> => {
    const reply = await fetch(`${sandbox.url}?${new URLSearchParams({ api_key: world.secret, ...query })}`);
    return [reply.status, await reply.text()];
  };
  const buy = async () => (await world.shop.purchase({ service: 'telegram', country: 'KZ' })).id;
  return { world, sandbox, ask, buy, clock, [Symbol.asyncDispose]: () => sandbox.close() };
}

const text = 'Telegram code: 012345. "Never": share it';

describe('the whole SMS', () => {
  test.each(['classic', 'onlinesim'] as const)('getFullSms of %s, through an order’s life', async (name) => {
    await using site = await open(name);
    const id = await site.buy();
    const full = async () => (await site.ask({ action: 'getFullSms', id }))[1];
    expect(await full()).toBe('STATUS_WAIT_CODE');
    site.world.receiveSms(id, text);
    expect(await full()).toBe(`FULL_SMS:${text}`);
    await site.ask({ action: 'setStatus', status: '3', id });
    expect(await full()).toBe('STATUS_WAIT_RETRY:012345');
    await site.ask({ action: 'setStatus', status: '6', id });
    expect(await full()).toBe('STATUS_CANCEL');
  });

  test('getAllSms of HeroSMS, in pages, until the order is over', async () => {
    await using site = await open('herosms');
    const id = await site.buy();
    site.world.receiveSms(id, 'one 1111');
    site.world.receiveSms(id, text);
    const all = (query: Query = {}) => site.ask({ action: 'getAllSms', id, ...query });
    const [, whole] = await all();
    expect(JSON.parse(whole)).toMatchObject({
      data: [{ code: '1111' }, { code: '012345', text, service: 'tg', type: 'sms' }],
      meta: { total: 2, service: 'tg' },
    });
    expect(JSON.parse((await all({ size: '1', page: '2' }))[1])).toMatchObject({
      data: [{ code: '012345' }],
    });
    await site.ask({ action: 'finishActivation', id });
    expect(await all()).toEqual([409, '{"title":"ACTIVATION_NOT_ACTIVE","details":""}']);
  });

  test.each(['classic', 'herosms', 'tiger', 'grizzly', 'onlinesim'] as const)(
    'our client has it from %s',
    async (name) => {
      await using site = await open(name);
      const provider = smsActivate.create({
        profile: name,
        apiKey: site.world.secret,
        baseUrl: site.sandbox.url,
        currency: profiles[name].currency,
        allowInsecureHttp: true,
      });
      const id = await site.buy();
      const call = { signal: new AbortController().signal };
      expect((await provider.fetchOrder(id, call)).messages).toEqual([]);
      site.world.receiveSms(id, text);
      expect((await provider.fetchOrder(id, call)).messages).toEqual([{ code: '012345', text }]);
      await provider.requestAnotherSms?.(id, call);
      expect(await provider.fetchOrder(id, call)).toMatchObject({
        awaits: true,
        messages: [{ code: '012345' }],
      });
      site.world.receiveSms(id, 'Telegram code: 777888');
      const further = { code: '777888', text: 'Telegram code: 777888' };
      expect((await provider.fetchOrder(id, call)).messages).toEqual([further]);
      await provider.close?.();
    },
  );
});

test('the balance with the cashback is the balance, at the original alone', async () => {
  await using classic = await open('classic');
  expect(await classic.ask({ action: 'getBalanceAndCashBack' })).toEqual([200, 'ACCESS_BALANCE:100.00']);
  await using tiger = await open('tiger');
  expect(await tiger.ask({ action: 'getBalanceAndCashBack' })).toEqual([200, 'BAD_ACTION']);
});

test('HeroSMS lists a hundred open orders at a time, and our client reads them all', async () => {
  await using site = await open('herosms', 150);
  for (let bought = 0; bought < 130; bought += 1) await site.buy();
  const page = JSON.parse((await site.ask({ action: 'getActiveActivations', limit: '500' }))[1]);
  expect(page.data).toHaveLength(100);
  const provider = smsActivate.create({
    profile: 'herosms',
    apiKey: site.world.secret,
    baseUrl: site.sandbox.url,
    allowInsecureHttp: true,
  });
  const listed = await provider.listOpenOrders?.({ signal: new AbortController().signal });
  expect(listed?.map(({ id }) => id)).toEqual(site.world.orders.map(({ id }) => id));
  await provider.close?.();
});

test.each([
  ['smshub', '643', '840'],
  ['sms-man', 'RUB', 'USD'],
] as const)(
  '%s trades in %s: an amount in %s would be the wrong one, and none is said',
  async (name, ours, other) => {
    await using site = await open(name);
    const ask = async (query: Query) => (await site.ask(query))[1];
    const number = { action: 'getNumber', service: 'tg', country: '2' };
    expect(await ask({ action: 'getBalance' })).toBe('ACCESS_BALANCE:100.00');
    expect(await ask({ action: 'getBalance', currency: ours })).toBe('ACCESS_BALANCE:100.00');
    expect(await ask({ action: 'getBalance', currency: other })).toBe('ERROR_SQL');
    expect(await ask({ action: 'getPrices', currency: other })).toBe('{}');
    expect(await ask({ ...number, currency: other })).toBe('NO_NUMBERS');
    expect(await ask({ ...number, currency: ours })).toMatch(/^ACCESS_NUMBER:/);
  },
);
