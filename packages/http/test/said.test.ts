import { money } from '@numroute/core';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  dataOf,
  membersOf,
  messageIn,
  outcomeOf,
  parseJson,
  type Reply,
  refusalOf,
  type Said,
  saidError,
  told,
} from '../src/index.ts';

const reply = (text: string, status = 200, headers = {}): Reply => ({ status, headers, at: 0, text });

describe('the error of a word', () => {
  test.each<[Said, object]>([
    [{ code: 'UNAUTHORIZED', word: 'bad key' }, { vendorWord: 'bad key' }],
    [
      { code: 'UNKNOWN_ORDER', word: 'none' },
      { vendorWord: 'none', id: '7' },
    ],
    [
      { code: 'RATE_LIMITED', word: 'slow', retryAfterMs: 7 },
      { vendorWord: 'slow', retryAfterMs: 7 },
    ],
    [
      { code: 'WRONG_STATE', word: 'late', final: true },
      { vendorWord: 'late', final: true },
    ],
    [{ code: 'WRONG_STATE', word: 'early', retryAfterMs: undefined }, { vendorWord: 'early' }],
  ])('%j', (said, details) => {
    const error = saidError(said, '7');
    expect([error.code, error.details, error.moneyMayHaveMoved]).toEqual([said.code, details, false]);
    expect(error.message).toBe(`the vendor answered ${said.word}`);
  });

  test('comes in the place of data, and without a word the status speaks', () => {
    const shape = v.object({ a: v.string() });
    expect(dataOf(reply('{"a":1}'), shape, undefined)).toEqual({ a: '1' });
    const codes: readonly [Reply, Said | undefined, string][] = [
      [reply('{"a":1}'), { code: 'UNKNOWN_ORDER', word: 'none' }, 'UNKNOWN_ORDER'],
      [reply('{"a":1}', 500), undefined, 'UNAVAILABLE'],
      [reply('{"a":1}', 429), undefined, 'RATE_LIMITED'],
      [reply('{"b":1}'), undefined, 'UNREADABLE'],
    ];
    for (const [one, said, code] of codes) {
      expect(() => dataOf(one, shape, said, '7')).toThrow(expect.objectContaining({ code }));
    }
  });
});

describe('the outcome of a purchase', () => {
  const edge = { server: 'cloudflare', 'cf-ray': '8c1f2e3d4b5a6978-FRA' };
  const sold = { id: '7', status: 'open', messages: [] } as const;

  test('is what was found in the reply', () => {
    expect(outcomeOf(reply('x'), { sold })).toEqual({ outcome: 'accepted', receipt: sold });
    const price = money('1', 'USD');
    const refused = { code: 'PRICE_ABOVE_LIMIT', word: 'dear', price, retryAfterMs: undefined } as const;
    expect(outcomeOf(reply('x'), { refused })).toEqual({
      outcome: 'rejected',
      code: 'PRICE_ABOVE_LIMIT',
      word: 'dear',
      price,
    });
  });

  test('is no refusal by a word about an order, or of a server that failed', () => {
    const said: Said = { code: 'RATE_LIMITED', word: 'slow', retryAfterMs: 7 };
    expect(refusalOf(said)).toEqual(said);
    expect(refusalOf(undefined)).toBeUndefined();
    for (const code of ['UNKNOWN_ORDER', 'WRONG_STATE', 'UNAVAILABLE', 'UNREADABLE'] as const)
      expect(refusalOf({ ...said, code })).toBeUndefined();
  });

  test('is unknown where nothing was found, unless the reply is not the vendor’s', () => {
    expect(outcomeOf(reply('x y'), {})).toEqual({ outcome: 'unknown', why: 'x y' });
    expect(outcomeOf(reply('error code: 1015', 429), {})).toMatchObject({ outcome: 'unknown' });
    expect(outcomeOf(reply('error code: 1015', 429, edge), {})).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

test('what is not told is left out', () => {
  expect(told({ a: 0, b: '', c: null, d: undefined, e: false })).toEqual({ a: 0, b: '', e: false });
});

test.each([
  [' 012345 ', { code: '012345' }],
  ['123 456', { code: '123 456' }],
  ['۱۲۳ ۴۵۶', { code: '۱۲۳ ۴۵۶' }],
  ['G-12', { code: 'G-12' }],
  ['Your code is 12', { text: 'Your code is 12' }],
  ['کد', { text: 'کد' }],
  ['0', undefined],
  ['null', undefined],
  ['', undefined],
  [null, undefined],
])('in the place of a code %j is %j', (text, message) => {
  expect(messageIn(text)).toEqual(message);
});

test('only an object has members, and every name is one like any other', () => {
  expect([...(membersOf(parseJson('{"a":1,"__proto__":2}')) ?? [])]).toEqual([
    ['a', '1'],
    ['__proto__', '2'],
  ]);
  for (const text of ['[]', 'null', '"a"', '1', 'x']) expect(membersOf(parseJson(text))).toBeUndefined();
});
