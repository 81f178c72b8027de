import { createWorld, startSandbox, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateDialect } from '../src/index.ts';

type Query = Readonly<Record<string, string>>;

async function open(name: ProfileName) {
  const profile = profiles[name];
  const world = createWorld({
    currency: profile.currency,
    offers: [
      { service: 'telegram', country: 'KZ', price: '0.1', stock: 9 },
      { service: 'whatsapp', country: 'KZ', pool: '77', price: '0.105', stock: 9 },
    ],
    funds: '100',
    clock: virtualClock(),
    secret: 'k',
    phones: () => '+77010000001',
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profile) });
  const get = (query: Query) => fetch(`${sandbox.url}?${new URLSearchParams(query)}`);
  return {
    world,
    get,
    ask: async (query: Query) => (await get({ api_key: 'k', ...query })).text(),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

describe('getNumberV2 is written as the live sites write it', () => {
  const buy = { action: 'getNumberV2', service: 'tg', country: '2' };

  test.each([
    [
      'classic',
      '{"activationId":"ID","phoneNumber":"77010000001","activationCost":"0.10","currency":840,"countryCode":"2",' +
        '"canGetAnotherSms":true,"activationTime":"2026-01-01 00:00:00","activationOperator":"any"}',
    ],
    [
      'herosms',
      '{"activationId":"ID","phoneNumber":"77010000001","activationCost":0.1,"currency":840,"countryCode":2,' +
        '"countryPhoneCode":7,"canGetAnotherSms":true,"activationTime":"2026-01-01T00:00:00+00:00",' +
        '"activationEndTime":"2026-01-01T00:20:00+00:00","activationOperator":"any","verificationType":"sms",' +
        '"subtype":1,"serviceCode":"tg","status":4}',
    ],
    [
      'tiger',
      '{"activationId":"ID","phoneNumber":"77010000001","activationCost":"0.1000","currency":840,"countryCode":"2",' +
        '"canGetAnotherSms":true,"activationTime":"2026-01-01 00:00:00","activationOperator":"any"}',
    ],
    [
      'smsbower',
      '{"activationId":"ID","phoneNumber":"77010000001","activationCost":0.1,"countryCode":"2",' +
        '"canGetAnotherSms":true,"activationTime":"2026-01-01 00:00:00","activationOperator":"any"}',
    ],
    [
      'grizzly',
      '{"activationId":"ID","phoneNumber":"77010000001","activationCost":0.1,"currency":840,"countryCode":"2",' +
        '"canGetAnotherSms":true,"activationTime":"2026-01-01 00:00:00","activationOperator":"any"}',
    ],
    [
      'sms-online-pro',
      '{"activationId":"ID","phoneNumber":"77010000001","activationCost":0.1,"currency":840,"countryCode":"2",' +
        '"canGetAnotherSms":true,"activationTime":"2026-01-01 00:00:00","activationOperator":null}',
    ],
  ] as const)('%s', async (name, body) => {
    await using site = await open(name);
    const said = await site.ask(buy);
    expect(said).toBe(body.replace('ID', site.world.orders[0]?.id ?? ''));
  });

  test('the operator is the pool that was sold, and a cost keeps every decimal', async () => {
    await using site = await open('classic');
    expect(JSON.parse(await site.ask({ ...buy, service: 'wa', operator: '77' }))).toMatchObject({
      activationCost: '0.105',
      activationOperator: '77',
    });
  });
});

describe('getActiveActivations', () => {
  test('of the original: everything but the currency is text, and so it is before a code came', async () => {
    await using site = await open('classic');
    const { id } = await site.world.shop.purchase({ service: 'telegram', country: 'KZ' });
    const list = async () =>
      JSON.parse(await site.ask({ action: 'getActiveActivations' })).activeActivations[0] as object;
    const texts = {
      activationId: id,
      serviceCode: 'tg',
      phoneNumber: '77010000001',
      activationCost: '0.10',
      activationStatus: '4',
      smsCode: null,
      smsText: null,
      activationTime: '2026-01-01 00:00:00',
      discount: '0.00',
      repeated: '0',
      countryCode: '2',
      countryName: 'Kazakhstan',
      canGetAnotherSms: '1',
      currency: 840,
    };
    expect(await list()).toEqual(texts);
    site.world.receiveSms(id, 'Your code is 04711');
    const sms = { activationStatus: '2', smsCode: ['04711'], smsText: 'Your code is 04711' };
    expect(await list()).toEqual({ ...texts, ...sms });
  });

  test('of HeroSMS: the id is text, the cost a number', async () => {
    await using site = await open('herosms');
    const { id } = await site.world.shop.purchase({ service: 'telegram', country: 'KZ' });
    const { data } = JSON.parse(await site.ask({ action: 'getActiveActivations' }));
    expect(data).toMatchObject([{ activationId: id, activationCost: 0.1, canGetAnotherSms: true }]);
  });
});

describe('HeroSMS without a key', () => {
  test.each([{}, { api_key: 'wrong' }])('its catalogue is open: %o', async (key) => {
    await using site = await open('herosms');
    const said = async (query: Query) => {
      const reply = await site.get({ ...key, ...query });
      return [reply.status, JSON.parse(await reply.text())] as const;
    };
    const [listed, { status, services }] = await said({ action: 'getServicesList' });
    expect([listed, status]).toEqual([200, 'success']);
    expect(services).toContainEqual({ code: 'tg', name: 'Telegram' });
    expect(services.length).toBeGreaterThan(100);
    const [told, { countryOperators }] = await said({ action: 'getOperators' });
    expect([told, countryOperators['2'], countryOperators['0']]).toEqual([200, ['any'], undefined]);
    expect((await said({ action: 'getOperators', country: '2' }))[1]).toEqual({
      status: 'success',
      countryOperators: { '2': ['any'] },
    });
    expect((await said({ action: 'getCountries' }))[0]).toBe(200);
  });

  test('nothing of what is on sale is told, and nothing else', async () => {
    await using site = await open('herosms');
    expect(await (await site.get({ action: 'getOperators' })).text()).not.toContain('["77"');
    for (const action of [
      'getPrices',
      'getBalance',
      'getActiveActivations',
      'getNumberV2',
      'getNumbersStatus',
    ]) {
      expect([action, (await site.get({ action })).status]).toEqual([action, 422]);
      expect([action, (await site.get({ action, api_key: 'wrong' })).status]).toEqual([action, 401]);
    }
  });

  test('with its key a client sees what is on sale', async () => {
    await using site = await open('herosms');
    const { services } = JSON.parse(await site.ask({ action: 'getServicesList' }));
    expect(services.map(({ code }: { code: string }) => code)).toEqual(['tg', 'wa']);
    expect(await site.ask({ action: 'getOperators', country: '2' })).toContain('"2":["77"]');
  });

  test.each(['classic', 'tiger', 'smsbower'] as const)('%s has none that is open', async (name) => {
    await using site = await open(name);
    expect(await (await site.get({ action: 'getServicesList' })).text()).toMatch(/BAD_KEY|No access/);
  });
});

test('getServices of SMS-Man: rows of id and name; no other site has it', async () => {
  await using site = await open('sms-man');
  expect(await site.ask({ action: 'getServices' })).toBe(
    '[{"id":"tg","name":"Telegram"},{"id":"wa","name":"Whatsapp"}]',
  );
  for (const name of ['classic', 'herosms', 'tiger', 'smsbower'] as const) {
    await using other = await open(name);
    expect(await other.ask({ action: 'getServices' })).toContain('BAD_ACTION');
  }
});
