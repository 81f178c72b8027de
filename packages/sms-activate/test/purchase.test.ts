import { money } from '@numroute/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { cap, offer, reply } from './support.ts';

const read = (name: ProfileName, text: string, status = 200, headers: Record<string, string> = {}) =>
  smsActivateAdapter(profiles[name]).purchase.read(reply(text, status, headers), offer);
const ask = (name: ProfileName, handle = offer.handle, currency = 'USD') =>
  smsActivateAdapter(profiles[name]).purchase.describe(
    { ...offer, provider: profiles[name].id, handle },
    money('0.7', currency),
  ).query;

describe('what is sent', () => {
  test.each([
    ['classic', { action: 'getNumberV2', service: 'tg', country: '187', maxPrice: '0.7' }],
    ['herosms', { action: 'getNumberV2', service: 'tg', country: '187', maxPrice: '0.7' }],
    ['smsbower', { action: 'getNumberV2', service: 'tg', country: '187', maxPrice: '0.7' }],
    ['tiger', { action: 'getNumberV2', service: 'tg', country: '187', maxPrice: '0.7' }],
    ['grizzly', { action: 'getNumberV2', service: 'tg', country: '187', maxPrice: '0.7' }],
    ['daisysms', { action: 'getNumber', service: 'tg', max_price: '0.7' }],
  ] as const)('quirk 43, 45: %s sends a cap and a country', (name, query) => {
    expect(ask(name)).toEqual(query);
  });

  test('quirk 20: smshub takes the currency as a number and has no cap', () => {
    expect(ask('smshub', offer.handle, 'RUB')).toEqual({
      action: 'getNumber',
      service: 'tg',
      country: '187',
      currency: '643',
    });
  });

  test('a provider of the ladder is asked for by its id', () => {
    expect(ask('smsbower', '{"country":"187","service":"tg","pool":"2263"}')).toMatchObject({
      providerIds: '2263',
    });
  });

  test.each([
    '{"service":"tg"}',
    '{"country":"any","service":"tg"}',
    '{"country":"","service":"tg"}',
    '{"country":187,"service":"tg"}',
    '{"country":"187","service":"any"}',
    '{"country":"187"}',
    '{"country":"187","service":"tg","pool":"77"}',
    'null',
    'garbage',
  ])('quirk 45: %s is never bought', (handle) => {
    expect(() => ask('herosms', handle)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test('another currency or provider is refused', () => {
    expect(() => ask('herosms', offer.handle, 'RUB')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
    const { purchase } = smsActivateAdapter(profiles.tiger);
    expect(() => purchase.describe(offer, cap)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => ask('daisysms', '{"country":"6","service":"tg"}')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});

describe('a sale', () => {
  test('quirk 53: getNumber, recorded: no plus in the reply', () => {
    expect(read('smshub', 'ACCESS_NUMBER:3936040355:6285872391152')).toEqual({
      outcome: 'accepted',
      receipt: { id: '3936040355', phone: '+6285872391152', status: 'open', messages: [] },
    });
  });

  test('protocol 2.3: getNumberV2, documented', () => {
    const text =
      '{"activationId":635468024,"phoneNumber":"79584123456","activationCost":12.50,"currency":840,"countryCode":"2","canGetAnotherSms":"1","activationTime":"2022-06-01 17:30:57","activationOperator":"mtt"}';
    expect(read('classic', text)).toEqual({
      outcome: 'accepted',
      receipt: {
        id: '635468024',
        phone: '+79584123456',
        status: 'open',
        messages: [],
        country: 'KZ',
        price: money('12.5', 'USD'),
      },
    });
  });

  // Section 7: the same field, in the types of each site.
  test.each([
    ['herosms', '{"activationId":77,"phoneNumber":"13322000000","activationCost":0.5,"currency":840}'],
    ['smsbower', '{"activationId":"77","phoneNumber":"13322000000","activationCost":"0.5"}'],
    ['smsbower', '{"activationId":"77","phoneNumber":13322000000,"activationCost":0.50}'],
    ['tiger', '{"activationId":"77","phoneNumber":"13322000000","activationCost":"0.5000","currency":840}'],
    ['tiger', '{"activationId":77,"phoneNumber":"+13322000000","activationCost":"0.5","currency":null}'],
  ] as const)('section 7, quirk 15: %s %s', (name, text) => {
    expect(read(name, text)).toMatchObject({
      outcome: 'accepted',
      receipt: { id: '77', phone: '+13322000000', price: money('0.5', 'USD') },
    });
  });

  test('quirk 34: ids keep every digit past 2^53, and may be hex', () => {
    expect(
      read('classic', '{"activationId":98765432109876543210,"phoneNumber":"13322000000"}'),
    ).toMatchObject({
      receipt: { id: '98765432109876543210' },
    });
    expect(read('classic', 'ACCESS_NUMBER:0a1b2c3d4e5f60718293a4b5c6d7e8f9:13322000000')).toMatchObject({
      receipt: { id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9' },
    });
  });

  test('quirk 33: only an end with its zone is one', () => {
    const sale = (end: string) =>
      read('herosms', `{"activationId":1,"phoneNumber":"13322000000","activationEndTime":"${end}"}`);
    expect(sale('2026-09-08T10:00:00Z')).toMatchObject({ receipt: { expiresAt: Date.UTC(2026, 8, 8, 10) } });
    for (const none of ['0000-00-00 00:00:00', '1970-01-01T00:00:00Z', '2000-12-31T23:59:59+00:00'])
      expect(sale(none)).not.toHaveProperty('receipt.expiresAt');
  });

  test('empty or friendly fields beside a whole sale do not spoil it', () => {
    const text = '{"activationId":1,"phoneNumber":"13322000000","error":"","message":"Success"}';
    expect(read('classic', text)).toMatchObject({ outcome: 'accepted' });
  });

  test('quirk 41: DaisySMS tells the price in a header', () => {
    expect(read('daisysms', 'ACCESS_NUMBER:9:13322000000', 200, { 'x-price': '0.25' })).toMatchObject({
      receipt: { price: money('0.25', 'USD') },
    });
  });
});

describe('a refusal', () => {
  test.each([
    ['herosms', 'NO_NUMBERS', 200, 'OUT_OF_STOCK'],
    ['herosms', 'UNPROCESSABLE_ENTITY:service:INVALID', 200, 'REJECTED'],
    ['herosms', '{"title":"BAD_KEY","details":"Unauthorized"}', 401, 'UNAUTHORIZED'],
    ['herosms', '{"title":"NO_BALANCE","details":""}', 402, 'INSUFFICIENT_FUNDS'],
    [
      'herosms',
      '{"title":"CHANNELS_LIMIT","details":"","info":{"current_threads":5,"max_allowed":5}}',
      403,
      'RATE_LIMITED',
    ],
    ['herosms', '{"title":"BAD_ACTION","details":"Method Not Found"}', 404, 'REJECTED'],
    ['herosms', '{"title":"RATE_LIMIT","details":""}', 429, 'RATE_LIMITED'],
    ['smsbower', '{"status":0,"message":"No access","data":[]}', 401, 'UNAUTHORIZED'],
    ['smsbower', 'WRONG_SERVICE', 200, 'REJECTED'],
    ['tiger', 'BAD_KEY', 401, 'UNAUTHORIZED'],
    [
      'tiger',
      '{"title":"BAD_SERVICE","details":"This service/country combination is not available"}',
      200,
      'REJECTED',
    ],
    ['tiger', 'Too Many Requests', 429, 'RATE_LIMITED'],
    ['vak', 'BAD_ACTION', 200, 'UNAUTHORIZED'],
    ['vak', 'NO_NUMBERS', 200, 'OUT_OF_STOCK'],
    ['daisysms', 'NO_MONEY', 200, 'INSUFFICIENT_FUNDS'],
    ['daisysms', 'MAX_PRICE_EXCEEDED', 200, 'PRICE_ABOVE_LIMIT'],
    ['daisysms', 'TOO_MANY_ACTIVE_RENTALS', 200, 'RATE_LIMITED'],
    ['grizzly', 'The service is prohibited for sale by administration', 200, 'REJECTED'],
    ['classic', '{"detail":"NO_BALANCE"}', 200, 'INSUFFICIENT_FUNDS'],
    ['classic', '{"status":"error","message":"NO_BALANCE"}', 200, 'INSUFFICIENT_FUNDS'],
    ['classic', 'NO_KEY', 200, 'UNAUTHORIZED'],
    ['classic', 'no_numbers\n', 200, 'OUT_OF_STOCK'],
    ['classic', '"NO_NUMBERS"', 200, 'OUT_OF_STOCK'],
  ] as const)('quirk 3, 4, 36-39: %s %s (%d) is %s', (name, text, status, code) => {
    expect(read(name, text, status)).toMatchObject({ outcome: 'rejected', code });
  });

  test.each(['WRONG_MAX_PRICE:0.35', '{"title":"WRONG_MAX_PRICE","details":"","info":{"min":0.35}}'])(
    'quirk 35: %s tells the least price',
    (text) => {
      expect(read('herosms', text, text.startsWith('{') ? 400 : 200)).toMatchObject({
        code: 'PRICE_ABOVE_LIMIT',
        price: money('0.35', 'USD'),
      });
    },
  );

  test('quirk 35: a ban shows its date; a ban of one pair is no ban of the account', () => {
    expect(read('classic', "BANNED:'2026-01-05 10-20-30'")).toEqual({
      outcome: 'rejected',
      code: 'RATE_LIMITED',
      word: "BANNED:'2026-01-05 10-20-30'",
      retryAfterMs: 1_800_000,
    });
    const ban = (scope: string) =>
      read('herosms', `{"title":"BANNED","info":{"scope":"${scope}","retry_after_seconds":90}}`, 403);
    expect(ban('global')).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 90_000 });
    expect(ban('specific')).toMatchObject({ code: 'REJECTED' });
  });
});

describe('anything else may have been charged', () => {
  test.each([
    ['ERROR_SQL', 200],
    ['SQL_ERROR', 200],
    ['ERROR_SQL25', 200],
    ['SERVER_ERROR', 200],
    ['SERVER ERROR', 500],
    ['{"title":"SERVER_ERROR"}', 500],
    ['internal error; reference = abc', 200],
    ['NO_NUMBERS', 502],
    ['ORDER_ALREADY_EXISTS', 200],
    ['SOMETHING_NEW', 200],
    ['NO_ACTIVATION', 200],
    ['', 200],
    ['[]', 200],
    ['<html>NO_NUMBERS</html>', 200],
    ['error code: 1020', 403],
    ['ACCESS_NUMBER:77:13322000000', 429],
    ['ACCESS_NUMBER:77', 200],
    ['ACCESS_NUMBER:77:13322000000', 500],
    ['{"activationId":77,"error":"NO_NUMBERS"}', 200],
    ['{"activationId":77,"phoneNumber":"13322000000","error":"NO_NUMBERS"}', 200],
    ['{"title":"NO_NUMBERS","message":"ERROR_SQL"}', 200],
    ['{"activationId":77,"phoneN', 200],
  ])('quirk 9, 47: %j (%d)', (text, status) => {
    expect(read('classic', text, status)).toMatchObject({ outcome: 'unknown' });
  });

  test('fuzz: never throws, and sells or refuses on evidence only', () => {
    const word = fc.constantFrom('ACCESS_NUMBER', 'NO_NUMBERS', 'BAD_KEY', 'ERROR_SQL', 'STATUS_OK', '');
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.tuple(word, fc.string(), fc.string()).map((parts) => parts.join(':')),
      fc
        .record(
          { activationId: fc.jsonValue(), phoneNumber: fc.jsonValue(), error: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    const names = fc.constantFrom(...(Object.keys(profiles) as ProfileName[]));
    fc.assert(
      fc.property(names, text, fc.integer({ min: 100, max: 599 }), (name, body, status) => {
        const said = read(name, body, status);
        if (said.outcome === 'accepted') {
          expect(said.receipt.phone ?? '+1234567').toMatch(/^\+\d{7,15}$/);
          expect(said.receipt.id).not.toBe('');
          expect(status).toBeGreaterThanOrEqual(200);
          expect(status).toBeLessThan(300);
        }
        if (said.outcome === 'rejected') expect(body).not.toMatch(/"activationId"|ACCESS_NUMBER/);
      }),
      { numRuns: 500 },
    );
  });
});
