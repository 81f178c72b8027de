import { createWorld, type Sandbox, startSandbox, virtualClock, type World } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { smsActivateDialect } from '../src/dialect/index.ts';
import { type ProfileName, profiles } from '../src/profiles/index.ts';

type Query = Readonly<Record<string, string>>;

interface Site extends AsyncDisposable {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly clock: ReturnType<typeof virtualClock>;
  /** Status and body. */
  ask(query: Query): Promise<[number, string]>;
  say(query: Query): Promise<string>;
}

async function open(name: ProfileName, usual: Query = {}): Promise<Site> {
  const profile = profiles[name];
  const clock = virtualClock();
  const world = createWorld({
    currency: profile.currency,
    offers: [
      { service: 'telegram', country: 'RU', price: '15', stock: 2 },
      { service: 'vk', country: 'CV', pool: 'tele2', price: '0.22', stock: 3 },
    ],
    funds: '463.02',
    clock,
    cancelAfterMs: profile.cancelAfterMs ?? 0,
    secret: 'k',
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profile) });
  const ask = async (query: Query): Promise<[number, string]> => {
    const reply = await fetch(`${sandbox.url}?${new URLSearchParams({ api_key: 'k', ...usual, ...query })}`);
    return [reply.status, await reply.text()];
  };
  return {
    world,
    sandbox,
    clock,
    ask,
    say: async (query) => (await ask(query))[1],
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

const buy = { action: 'getNumber', service: 'tg', country: '0' };

test('sms-verification-number: no .php, a bare balance, lang in every request', async () => {
  await using site = await open('sms-verification-number', { lang: 'en' });
  expect(site.sandbox.url).toMatch(/\/stubs\/handler_api$/);
  expect(await site.ask({ action: 'getBalance' })).toEqual([200, '463.02']);
  for (const lang of ['', 'de', 'ru']) {
    // The sandbox trades in dollars: rubles would be other amounts.
    expect(await site.say({ action: 'getBalance', lang })).toBe('BAD_LANG');
  }
  expect(await site.say({ api_key: 'x', action: 'getBalance' })).toBe('BAD_KEY');
  expect(await site.say({ action: 'getPrices', country: '0' })).toBe('{"0":{"tg":{"cost":15,"count":2}}}');
});

test('sms-verification-number: its words, its list of orders, its canGetAnotherSms', async () => {
  await using site = await open('sms-verification-number', { lang: 'en' });
  expect(await site.say({ ...buy, maxPrice: '13.20' })).toBe('WRONG_MAX_PRICE:15');
  expect(await site.say({ ...buy, service: 'qqqq' })).toBe('ERROR_API');
  expect(await site.say({ action: 'getNumbersStatus' })).toBe('NO_METHOD');
  expect(await site.say({ action: 'getCurrentActivationsList' })).toBe('[]');
  const sold = JSON.parse(await site.say({ ...buy, action: 'getNumberV2' }));
  expect(sold).toMatchObject({ activationCost: 15, currency: 840, countryCode: '0', canGetAnotherSms: 1 });
  const id = String(sold.activationId);
  const cancel = { action: 'setStatus', id, status: '8' };
  expect(await site.say(cancel)).toBe('CANNOT_BEFORE_2_MIN');
  const row = (status: number) => `[{"numberid":${id},"number":"${sold.phoneNumber}","status":${status}}]`;
  const list = () => site.say({ action: 'getCurrentActivationsList', order: 'id', orderBy: 'DESC' });
  expect(await list()).toBe(row(0));
  site.world.receiveSms(id, '04567');
  expect(await list()).toBe(row(3));
  await site.say({ action: 'setStatus', id, status: '3' });
  expect(await list()).toBe(row(4));
});

test('privatesms: bare prices by service, HTTP codes, one minute', async () => {
  await using site = await open('privatesms');
  expect(await site.say({ action: 'getPrices', service: 'vk' })).toBe('{"vk":{"186":0.22}}');
  expect(await site.ask({ api_key: 'x', action: 'getBalance' })).toEqual([401, 'BAD_KEY']);
  expect(await site.ask({ action: 'getNotifications' })).toEqual([400, 'BAD_ACTION']);
  expect(await site.ask({ action: 'getStatus', id: '1' })).toEqual([404, 'NO_ACTIVATION']);
  const [, id = ''] = (await site.say(buy)).split(':');
  const set = (status: string) => site.ask({ action: 'setStatus', id, status });
  expect(await set('6')).toEqual([400, 'BAD_STATUS']);
  expect(await set('8')).toEqual([403, 'EARLY_CANCEL_DENIED']);
  await site.clock.advance(60_000);
  expect(await set('8')).toEqual([200, 'ACCESS_CANCEL']);
});

test('sms-online.pro: countries by name, numbers as stock, no operator told, no V2 status', async () => {
  await using site = await open('sms-online-pro');
  expect(JSON.parse(await site.say({ action: 'getCountries' }))['Kazakhstan']).toMatchObject({ id: 2 });
  expect(await site.say({ action: 'getNumbersStatus', country: '186' })).toBe('{"vk":3}');
  expect(await site.say({ action: 'getPrices', country: '186' })).toBe(
    '{"186":{"vk":{"cost":0.22,"count":3,"physicalCount":3}}}',
  );
  expect(await site.say({ action: 'getNumberV2', service: 'vk', country: '186' })).toMatch(
    /"currency":840,.*"activationOperator":null\}$/,
  );
  for (const action of ['getStatusV2', 'getServicesList', 'getActiveActivations']) {
    expect(await site.say({ action, id: '1' })).toBe('BAD_ACTION');
  }
});

test('SMS-Man: cost as text, countries in a list, -1 cancels', async () => {
  await using site = await open('sms-man');
  expect(await site.say({ action: 'getPrices', country: '0' })).toBe('{"0":{"tg":{"cost":"15","count":2}}}');
  expect(await site.say({ action: 'getCountries' })).toMatch(/^\[\{"id":0,/);
  const [, id = ''] = (await site.say(buy)).split(':');
  expect(await site.say({ action: 'setStatus', id, status: '-1' })).toBe('ACCESS_CANCEL');
});

test('OnlineSim: calling codes, its own words, numbers without their calling code', async () => {
  await using site = await open('onlinesim');
  expect(await site.say({ action: 'getPrices' })).toBe('{"7":{"telegram":{"cost":15,"count":2}}}');
  const said = await site.say({ action: 'getNumber', service: 'telegram', country: '7' });
  const [order] = site.world.orders;
  expect(said).toBe(`ACCESS_NUMBER:${order?.id}:${order?.phone.replace('+7', '')}`);
  expect(await site.say({ ...buy, country: '7' })).toBe('BAD_SERVICE');
  expect(await site.say({ action: 'getNumber', service: 'telegram', country: '0' })).toBe('BAD_COUNTRY');
});

test('5sim: countries by name', async () => {
  await using site = await open('fivesim');
  expect(await site.say({ action: 'getPrices', country: 'russia' })).toBe(
    '{"russia":{"tg":{"cost":15,"count":2}}}',
  );
  expect(await site.say({ ...buy, country: 'russia' })).toMatch(/^ACCESS_NUMBER:\d+:7\d+$/);
  expect(await site.say(buy)).toBe('BAD_COUNTRY');
  expect(site.world.orders.map(({ country }) => country)).toEqual(['RU']);
});
