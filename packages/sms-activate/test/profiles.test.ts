import { findCountry, findService, money } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { createCodes } from '../src/codes.ts';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend, reply } from './support.ts';

const adapterOf = (name: ProfileName) => smsActivateAdapter(profiles[name]);

async function list(name: ProfileName, text: string, query = {}) {
  const send = fakeSend({ [profiles[name].offers.action]: text });
  const offers = [...(await adapterOf(name).listOffers(send, query))];
  return { send, rows: offers.map((offer) => [offer.country, offer.service, offer.price, offer.stock]) };
}

const balance = (name: ProfileName, text: string) =>
  adapterOf(name).fetchBalance?.(fakeSend({ getBalance: text }));

const status = (name: ProfileName, text: string, http = 200) =>
  adapterOf(name).fetchOrder(fakeSend({ getStatus: reply(text, http) }), '77');

const purchase = (name: ProfileName, text: string, http = 200, country = 'US') => {
  const { purchase, manifest } = adapterOf(name);
  const offer = {
    provider: manifest.id,
    service: 'telegram',
    country,
    price: money('1', profiles[name].currency),
    stock: 1,
    handle: '{}',
  };
  return purchase.read(reply(text, http), offer);
};

const ask = (name: ProfileName, country: string, service: string) => {
  const { id, currency } = profiles[name];
  const price = money('0.7', currency);
  const offer = { provider: id, service: 'telegram', country: 'US', price, stock: 1 };
  const handle = JSON.stringify({ country, service });
  return adapterOf(name).purchase.describe({ ...offer, handle }, price).query;
};

async function setStatus(name: ProfileName, text: string, http = 200) {
  const send = fakeSend({ setStatus: reply(text, http), getStatus: 'STATUS_WAIT_CODE' });
  const report = await adapterOf(name).cancelOrder?.(send, '77');
  return { report, query: send.asked[0]?.query };
}

describe.each(Object.entries(profiles))('%s', (_name, profile) => {
  test('every assumed fact is one that it states', () => {
    for (const fact of profile.assumed) {
      const [part = '', rest] = fact.split('.');
      const value: unknown = Reflect.get(profile, part);
      const stated = rest === undefined ? value : Reflect.get(value as object, rest);
      // Without exceptions the family's tables are what is assumed.
      if (fact !== 'countries' && fact !== 'services') expect(stated, fact).toBeDefined();
    }
    expect(new Set(profile.assumed).size).toBe(profile.assumed.length);
  });

  test('its ids are of countries and services that we know, each once', () => {
    const codes = createCodes(profile.id, profile);
    expect(codes.places.size).toBeGreaterThan(0);
    for (const [id, { country }] of codes.places) {
      expect(findCountry(country), country).toBeDefined();
      expect(codes.idsOf(country)).toContain(id);
    }
    for (const slug of Object.values(profile.services ?? {})) {
      if (slug === null) continue;
      expect(findService(slug)?.slug).toBe(slug);
      expect(codes.serviceOf(codes.codeOf(slug) ?? '')).toBe(slug);
    }
  });

  test('it relies on no cap that it assumes', () => {
    const sure = profile.purchase.maxPrice !== undefined && !profile.assumed.includes('purchase.maxPrice');
    expect(smsActivateAdapter(profile).manifest.traits.priceGuard).toBe(sure);
  });
});

describe('sms-online.pro', () => {
  test('market 1: cost is a number, with physicalCount', async () => {
    const { rows } = await list('sms-online-pro', '{"6":{"tg":{"cost":0.35,"count":120,"physicalCount":7}}}');
    expect(rows).toEqual([['ID', 'telegram', money('0.35', 'USD'), 120]]);
  });

  test('market 1, protocol 7: getNumberV2 with currency 840 and no operator', () => {
    const text =
      '{"activationId":635468024,"phoneNumber":"79584123456","activationCost":12.50,"currency":840,"countryCode":"2","canGetAnotherSms":"1","activationTime":"2022-06-01 17:30:57","activationOperator":null}';
    expect(purchase('sms-online-pro', text)).toMatchObject({
      outcome: 'accepted',
      receipt: { id: '635468024', phone: '+79584123456', price: money('12.5', 'USD') },
    });
  });

  test.each([
    ['WRONG_MAX_PRICE:0.35', 'PRICE_ABOVE_LIMIT'],
    ['BAD_SERVICE', 'REJECTED'],
    ['BAD_KEY', 'UNAUTHORIZED'],
  ])('its errors: %s is %s', (text, code) => {
    expect(purchase('sms-online-pro', text)).toMatchObject({ outcome: 'rejected', code });
  });

  test('EARLY_CANCEL_DENIED in the first two minutes', async () => {
    expect(adapterOf('sms-online-pro').manifest.timing.cancelAfterMs).toBe(120_000);
    await expect(setStatus('sms-online-pro', 'EARLY_CANCEL_DENIED')).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
  });
});

describe('privatesms.vip', () => {
  test('quirk 19: the list is turned inside out and has bare prices', async () => {
    const { rows, send } = await list('privatesms', '{"tg": {"186": 0.22}}', { service: 'telegram' });
    expect(rows).toEqual([['CV', 'telegram', money('0.22', 'USD'), null]]);
    expect(send.asked[0]?.query).toEqual({ action: 'getPrices', service: 'tg' });
  });

  test.each(['{"186":{"tg":{"cost":1}}}', '{"tg":{"186":"soon"}}'])('%s is another format', async (text) => {
    await expect(list('privatesms', text)).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  test.each([
    ['BAD_KEY', 401, 'UNAUTHORIZED'],
    ['BAD_ACTION', 400, 'REJECTED'],
    ['BANNED', 403, 'RATE_LIMITED'],
    ['NO_ACTIVATION', 404, 'UNKNOWN_ORDER'],
    ['SERVER ERROR', 500, 'UNAVAILABLE'],
  ] as const)('quirk 3: %s with HTTP %d is %s', async (text, http, code) => {
    await expect(status('privatesms', text, http)).rejects.toMatchObject({ code });
  });

  test('quirk 32: a cancel is refused for one minute', async () => {
    expect(adapterOf('privatesms').manifest.timing.cancelAfterMs).toBe(60_000);
    await expect(setStatus('privatesms', 'EARLY_CANCEL_DENIED', 403)).rejects.toMatchObject({
      code: 'WRONG_STATE',
    });
  });

  test('a server in trouble may have sold', () => {
    expect(purchase('privatesms', 'SERVER ERROR', 500)).toMatchObject({ outcome: 'unknown' });
    expect(purchase('privatesms', 'BANNED', 403)).toMatchObject({ code: 'RATE_LIMITED' });
  });

  test('its own examples', async () => {
    expect(await balance('privatesms', 'ACCESS_BALANCE:25.00')).toEqual(money('25', 'USD'));
    expect(await status('privatesms', 'STATUS_OK:7421')).toMatchObject({ messages: [{ code: '7421' }] });
  });
});

describe('sms-verification-number', () => {
  const name = 'sms-verification-number';

  test('market 1: lang is in every request and picks the currency', async () => {
    for (const [currency, lang] of [
      ['USD', 'en'],
      ['RUB', 'ru'],
    ] as const) {
      const adapter = smsActivateAdapter(profiles[name], { currency });
      const send = fakeSend({
        getBalance: '463.02',
        getPrices: '{}',
        getStatus: 'STATUS_WAIT_CODE',
        setStatus: 'ACCESS_CANCEL',
        getCurrentActivationsList: '[]',
      });
      expect(await adapter.fetchBalance?.(send)).toEqual(money('463.02', currency));
      await adapter.listOffers(send, {});
      await adapter.fetchOrder(send, '1');
      await adapter.cancelOrder?.(send, '1');
      await adapter.listOpenOrders?.(send);
      expect(send.asked.map(({ query }) => query?.['lang'])).toEqual([lang, lang, lang, lang, lang]);
    }
    expect(ask(name, '6', 'tg')).toEqual({
      action: 'getNumberV2',
      service: 'tg',
      country: '6',
      maxPrice: '0.7',
      lang: 'en',
    });
  });

  test('protocol 7: canGetAnotherSms 1', () => {
    const text =
      '{"activationId":4100,"phoneNumber":"6283800000","activationCost":"2.4","currency":840,"countryCode":"6","canGetAnotherSms":1,"activationTime":"2025-07-26 13:50:08","activationOperator":"any"}';
    expect(purchase(name, text)).toMatchObject({ receipt: { id: '4100', price: money('2.4', 'USD') } });
  });

  test.each([
    [
      'WRONG_MAX_PRICE:13.21',
      { outcome: 'rejected', code: 'PRICE_ABOVE_LIMIT', price: money('13.21', 'USD') },
    ],
    ['REQUEST_LIMIT', { outcome: 'rejected', code: 'RATE_LIMITED' }],
    ['BAD_LANG', { outcome: 'rejected', code: 'REJECTED' }],
    // Also said of an unknown service, but not only.
    ['ERROR_API', { outcome: 'unknown' }],
  ])('protocol 3: %s', (text, expected) => {
    expect(purchase(name, text)).toMatchObject(expected);
  });

  test('protocol 3: CANNOT_BEFORE_2_MIN is too early', async () => {
    await expect(setStatus(name, 'CANNOT_BEFORE_2_MIN')).rejects.toMatchObject({ code: 'WRONG_STATE' });
  });

  test('market 1: getCurrentActivationsList, statuses 0 to 4', async () => {
    const row = (id: number, state: number) => `{"numberid":${id},"number":"380916172774","status":${state}}`;
    const send = fakeSend({
      getCurrentActivationsList: `[${[0, 1, 2, 3, 4].map((state) => row(1539723 + state, state)).join()}]`,
    });
    const open = await adapterOf(name).listOpenOrders?.(send);
    expect(open?.map(({ id, phone }) => [id, phone])).toEqual(
      ['1539723', '1539726', '1539727'].map((id) => [id, '+380916172774']),
    );
  });

  test('quirk 52: its own high ids, and no Syria at 110', async () => {
    const { rows } = await list(
      name,
      '{"672":{"tg":{"cost":1,"count":"19"}},"110":{"tg":{"cost":1,"count":1}},"36":{"tg":{"cost":1,"count":1}}}',
    );
    expect(rows.map(([country, , , stock]) => [country, stock])).toEqual([
      ['SY', 19],
      [`${name}:110`, 1],
      ['CA', 1],
    ]);
  });
});

describe('SMS-Man, the compatible server', () => {
  test("its document's example: cost is text", async () => {
    const { rows, send } = await list(
      'sms-man',
      '{"0":{"vk":{"cost":"15","count":6455},"wb":{"cost":"50","count":124}}, "1":{"fb":{"cost":"6","count":1000}}}',
    );
    expect(rows).toEqual([
      ['RU', 'vk', money('15', 'RUB'), 6455],
      ['RU', 'wechat', money('50', 'RUB'), 124],
      ['UA', 'facebook', money('6', 'RUB'), 1000],
    ]);
    expect(send.asked[0]?.query).toEqual({ action: 'getPrices', currency: 'RUB' });
  });

  test('quirk 31: -1 cancels', async () => {
    const { report, query } = await setStatus('sms-man', 'ACCESS_CANCEL');
    expect(report?.status).toBe('cancelled');
    expect(query).toEqual({ action: 'setStatus', id: '77', status: '-1' });
  });

  test('another SMS cannot be asked for, open orders not be listed', () => {
    expect(adapterOf('sms-man').requestAnotherSms).toBeUndefined();
    expect(adapterOf('sms-man').listOpenOrders).toBeUndefined();
  });

  test('a cap is sent, with its currency', () => {
    expect(ask('sms-man', '0', 'vk')).toEqual({
      action: 'getNumber',
      service: 'vk',
      country: '0',
      maxPrice: '0.7',
      currency: 'RUB',
    });
  });
});

describe('OnlineSim, the alternative API', () => {
  test('canonical-ids 2: countries by calling code, Kazakhstan 77, virtual Canada 1000', async () => {
    const { rows } = await list(
      'onlinesim',
      '{"7":{"3223":{"cost":1,"count":1}},"77":{"vkcom":{"cost":1,"count":1}},"1000":{"7":{"cost":1,"count":1}}}',
    );
    expect(rows.map(([country, service]) => [country, service])).toEqual([
      ['RU', 'facebook'],
      ['KZ', 'vk'],
      ['CA', 'other'],
    ]);
    const codes = createCodes('onlinesim', profiles.onlinesim);
    expect(codes.countryOf('1000')).toEqual({ country: 'CA', virtual: true });
    expect([codes.idsOf('RU'), codes.idsOf('EE'), codes.idsOf('JP')]).toEqual([['7'], ['372'], []]);
  });

  test("the family's codes mean nothing here", async () => {
    const { rows } = await list('onlinesim', '{"187":{"tg":{"cost":1,"count":1}}}');
    expect(rows.map(([country, service]) => [country, service])).toEqual([['onlinesim:187', 'onlinesim:tg']]);
    expect(createCodes('onlinesim', profiles.onlinesim).codeOf('sms-activate:tg')).toBeUndefined();
  });

  test('market 1: getStatus may answer with a list of codes', async () => {
    expect(await status('onlinesim', 'STATUS_OK:["1234","56-78"]')).toMatchObject({
      status: 'delivered',
      messages: [{ code: '1234' }, { code: '56-78' }],
    });
    expect(await status('onlinesim', 'STATUS_OK:[Shop] your code: 12')).toMatchObject({
      messages: [{ text: '[Shop] your code: 12' }],
    });
    expect(await status('onlinesim', 'STATUS_OK:[]')).toMatchObject({ status: 'open', messages: [] });
  });

  test.each([
    ['RU', '9000000000', '+79000000000'],
    ['RU', '79000000000', '+79000000000'],
    ['KZ', '7011234567', '+77011234567'],
    ['KZ', '77011234567', '+77011234567'],
    ['EE', '37251234567', '+37251234567'],
    ['EE', '51234567', '+37251234567'],
    ['onlinesim:1001', '51234567', '+51234567'],
  ])('quirk 53: in %s, %s is %s', (country, phone, expected) => {
    expect(purchase('onlinesim', `ACCESS_NUMBER:1234:${phone}`, 200, country)).toMatchObject({
      outcome: 'accepted',
      receipt: { id: '1234', phone: expected },
    });
  });

  test('no call for prices is known: a comparison says BAD_ACTION', async () => {
    await expect(list('onlinesim', 'BAD_ACTION')).rejects.toMatchObject({
      code: 'REJECTED',
      details: { vendorWord: 'BAD_ACTION' },
    });
  });
});

describe('5sim, the deprecated server', () => {
  test('market 1: countries by name', async () => {
    const { rows, send } = await list('fivesim', '{"russia":{"tg":{"cost":14,"count":3}}}', {
      service: 'telegram',
      country: 'RU',
    });
    expect(rows).toEqual([['RU', 'telegram', money('14', 'USD'), 3]]);
    expect(send.asked[0]?.query).toEqual({ action: 'getPrices', service: 'tg', country: 'russia' });
    expect(ask('fivesim', 'russia', 'tg')).toEqual({ action: 'getNumber', service: 'tg', country: 'russia' });
  });

  test('canonical-ids 2: england is GB, congo is CD, any is nothing', () => {
    const codes = createCodes('fivesim', profiles.fivesim);
    expect([codes.idsOf('GB'), codes.idsOf('CD'), codes.idsOf('US')]).toEqual([
      ['england'],
      ['congo'],
      ['usa'],
    ]);
    expect(codes.countryOf('187')).toEqual({ country: 'fivesim:187' });
    expect(() => ask('fivesim', 'any', 'tg')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test('protocol 2.4: -1 cancels, 10 would ban', async () => {
    expect((await setStatus('fivesim', 'ACCESS_CANCEL')).query).toMatchObject({ status: '-1' });
  });
});

describe('Tiger', () => {
  test('quirk 52: 1001 is the United States, beside 187', async () => {
    const codes = createCodes('tiger-sms', profiles.tiger);
    expect(codes.idsOf('US')).toEqual(['187', '1001', '12']);
    expect(codes.countryOf('1001')).toEqual({ country: 'US' });
    expect(codes.idsOf('RU')).toEqual([]);
  });
});
