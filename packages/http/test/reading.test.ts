import { money, type NumrouteError } from '@numroute/core';
import {
  allPages,
  askedOf,
  codesOf,
  expiryOf,
  minorUnits,
  type Reply,
  readAs,
  readHandle,
  unexpected,
} from '@numroute/http';
import {
  amountIn,
  amountOf,
  ifTold,
  isoTime,
  oneOf,
  orderId,
  phone,
  unixSeconds,
  whole,
} from '@numroute/http/fields';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { failure, offer } from './helpers.ts';

const reply = (text: string, status = 200, headers = {}): Reply => ({ status, headers, at: 0, text });

describe('a field', () => {
  test.each([
    [orderId, '12345678901234567890', '12345678901234567890'],
    [orderId, ' ABC_d-1 ', 'ABC_d-1'],
    [orderId, '0', undefined],
    [orderId, 'null', undefined],
    [orderId, '../7', undefined],
    [whole, '007', 7],
    [whole, '1.0', undefined],
    [whole, '-1', undefined],
    [whole, '1234567890123456', undefined],
    [phone, '+44 7700 900000', '+447700900000'],
    [phone, '00447700900000', '+447700900000'],
    [phone, '447700900000', '+447700900000'],
    [phone, '0', undefined],
    [unixSeconds, '1704561795', 1_704_561_795_000],
    [unixSeconds, '1704561795.5', 1_704_561_795_500],
    [unixSeconds, '1704561795000', undefined],
    [unixSeconds, '0', undefined],
    [unixSeconds, '0000000000', undefined],
    [isoTime, '2026-08-29T11:49:02.689429Z', Date.UTC(2026, 7, 29, 11, 49, 2, 689)],
    [isoTime, '2026-08-29T11:49:02+03:30', Date.UTC(2026, 7, 29, 8, 19, 2)],
    [isoTime, '2026-08-29T11:49:02', undefined],
    [isoTime, '2026-13-29T11:49:02Z', undefined],
    [isoTime, '0001-01-01T00:00:00Z', undefined],
    [isoTime, '1970-01-01T00:00:00Z', undefined],
    [amountIn('USD'), '0.10', money('0.10', 'USD')],
    [amountIn('USD'), '-0.1', undefined],
    [amountIn('USD'), '1e3', undefined],
    [amountIn('USD'), null, undefined],
    [amountOf(minorUnits('USD', 2)), '90071992547409931', money('900719925474099.31', 'USD')],
    [amountOf(minorUnits('USD', 2)), '1.5', undefined],
    [amountOf(minorUnits('USD', 2)), null, undefined],
    [oneOf({ NEW: 'open' }), ' NEW ', 'open'],
    [oneOf({ NEW: 'open' }), 'constructor', undefined],
    [oneOf({ NEW: 'open' }), 7, undefined],
    [ifTold(whole), '7', 7],
    [ifTold(whole), '7.5', null],
    [v.object({ left: ifTold(whole) }), {}, { left: null }],
  ])('%# reads %j as %j', (field, text, value) => {
    const { success, output } = v.safeParse(field, text);
    expect(success ? output : undefined).toEqual(value);
  });
});

test.each([
  [1_700_000_000_000, 1_700_000_000_000],
  [1_700_086_400_000, 1_700_086_400_000],
  [1_600_000_000_000, 1_600_000_000_000],
  [1_700_086_400_001, undefined],
  [1e18, undefined],
  [null, undefined],
  [undefined, undefined],
])('an end at %j is told as %j', (told, end) => {
  expect(expiryOf(told, { at: 1_700_000_000_000 })).toBe(end);
});

describe('a reply', () => {
  const shape = v.object({ id: orderId, sms: v.nullable(v.array(v.object({ text: v.string() }))) });

  test('is read as its schema makes it, numbers exact, and what the schema does not name left out', () => {
    const text = '{"id": 12345678901234567890, "sms": [{"text": "hi", "more": 1}], "price": 0.1}';
    expect(readAs(reply(text), shape)).toEqual({ id: '12345678901234567890', sms: [{ text: 'hi' }] });
  });

  test.each([
    ['{"id": 7, "sms": [{"text": null}]}', 200, 'UNREADABLE', 'sms.0.text (HTTP 200)'],
    ['[]', 200, 'UNREADABLE', '(HTTP 200)'],
    ['no such thing', 200, 'UNREADABLE', '(HTTP 200)'],
    ['<html>', 200, 'UNAVAILABLE', '(HTTP 200)'],
    ['', 401, 'UNAUTHORIZED', '(HTTP 401)'],
    ['<!DOCTYPE html><p>', 401, 'UNAVAILABLE', '(HTTP 401)'],
    ['slow down', 429, 'RATE_LIMITED', '(HTTP 429)'],
    ['{"id": 7}', 503, 'UNAVAILABLE', 'sms (HTTP 503)'],
  ])('%j with %d is %s', async (text, status, code, end) => {
    const error = await failure(Promise.resolve().then(() => readAs(reply(text, status), shape)));
    expect(error.code).toBe(code);
    expect(error.message.endsWith(end)).toBe(true);
  });

  test('says how long to wait', () => {
    const { details } = unexpected(reply('', 429, { 'retry-after': '7' })) as NumrouteError<'RATE_LIMITED'>;
    expect(details.retryAfterMs).toBe(7000);
  });
});

test('codes go both ways, what has no name of ours by its own', () => {
  const { nameOf, namesOf, codeOf } = codesOf('acme', { telegram: 'tg', google: 'go', youtube: 'go' });
  expect(['tg', 'go', 'xx'].map(nameOf)).toEqual(['telegram', 'google', 'acme:xx']);
  expect(['tg', 'go', 'xx'].map(namesOf)).toEqual([['telegram'], ['google', 'youtube'], ['acme:xx']]);
  expect(
    ['telegram', 'youtube', 'acme:xx', 'viber', 'acme:tg', 'other:xx', 'constructor'].map(codeOf),
  ).toEqual(['tg', 'go', 'xx', undefined, undefined, undefined, undefined]);
});

describe('what a vendor sells apart', () => {
  const pairs = [
    ['google', '5'],
    ['google', '6'],
    ['telegram', '1'],
  ] as const;
  const codes = {
    provider: 'acme',
    services: codesOf('acme', pairs, /^\d+$/),
    countries: codesOf('acme', { EE: '8' }),
  };

  test('has one name, and several codes', () => {
    const { nameOf, codeOf, allOf } = codes.services;
    expect([nameOf('6'), codeOf('google'), allOf('google'), allOf('viber')]).toEqual([
      'google',
      '5',
      ['5', '6'],
      [],
    ]);
    expect([allOf('acme:7'), allOf('acme:x'), allOf('acme:'), allOf('acme:1')]).toEqual([['7'], [], [], []]);
  });

  test.each([
    [{}, {}],
    [
      { service: 'telegram', country: 'EE' },
      { service: '1', country: '8' },
    ],
    [{ service: 'google', country: 'EE' }, { country: '8' }],
    [{ service: 'viber' }, undefined],
    [{ service: 'telegram', country: 'GB' }, undefined],
  ])('%j is asked for as %j', (query, asked) => {
    expect(askedOf(query, codes)).toEqual(asked);
  });
});

test('a handle is read as it was written, and nobody else’s', async () => {
  const shape = v.object({ code: v.string() });
  const made = { ...offer, handle: JSON.stringify({ code: 'tg' }) };
  expect(readHandle(made, 'demo', shape)).toEqual({ code: 'tg' });
  for (const [wrong, field] of [
    [{ ...made, provider: 'other' }, 'offer.provider'],
    [{ ...made, handle: '{}' }, 'offer.handle'],
    [{ ...made, handle: 'tg' }, 'offer.handle'],
  ] as const) {
    const error = await failure(Promise.resolve().then(() => readHandle(wrong, 'demo', shape)));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field } });
  }
});

test('cents are exact both ways, and a cap is never loosened', async () => {
  const cents = minorUnits('USD', 2);
  expect(cents.read('90071992547409931')).toEqual(money('900719925474099.31', 'USD'));
  expect(['0.149', '0.14', '12', '0.001'].map((amount) => cents.write(money(amount, 'USD')))).toEqual([
    '14',
    '14',
    '1200',
    '0',
  ]);
  expect([14, '1.5', '-1', ''].map(cents.read)).toEqual([undefined, undefined, undefined, undefined]);
  const error = await failure(Promise.resolve().then(() => cents.write(money('1', 'EUR'))));
  expect(error.code).toBe('INVALID_INPUT');
});

describe('pages', () => {
  test('are read to their end, each by what the one before says', async () => {
    const asked: (string | undefined)[] = [];
    const all = await allPages(async (cursor?: string) => {
      asked.push(cursor);
      return cursor === undefined ? { rows: [1, 2], next: 'b' } : { rows: [3] };
    });
    expect([all, asked]).toEqual([
      [1, 2, 3],
      [undefined, 'b'],
    ]);
  });

  test.each([
    [
      'an error on a later one',
      async (n = 0) => (n === 0 ? { rows: [1], next: 1 } : Promise.reject(new Error('x'))),
    ],
    ['one that leads to itself', async () => ({ rows: [1], next: 1 })],
    ['no end', async (n = 0) => ({ rows: [1], next: n + 1 })],
  ])('are an error with %s', async (_, read: (n?: number) => Promise<{ rows: number[]; next?: number }>) => {
    await expect(allPages(read)).rejects.toThrow();
  });
});
