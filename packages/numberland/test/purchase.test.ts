import { money } from '@numroute/core';
import { EDGE_WAIT_MS, sampleOf } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { numberlandAdapter } from '../src/index.ts';
import { readPurchase } from '../src/purchase.ts';
import type { Word } from '../src/words.ts';
import { AT, guide, offer, purchaseCall, reply } from './support.ts';

const { purchase } = numberlandAdapter();
const describePurchase = (handle: string) => purchase.describe({ ...offer, handle }, purchaseCall.maxPrice);

test('a purchase names one operator', () => {
  expect(describePurchase(offer.handle)).toEqual({
    query: { method: 'getnum', service: '1', country: '1', operator: '1' },
  });
});

test.each([
  '{"service":"1","country":"1","operator":"any"}',
  '{"service":"1","country":"1","operator":"min"}',
  '{"service":"1","country":"1","operator":"0"}',
  '{"service":"1","country":"1"}',
  '{"service":"telegram","country":"1","operator":"1"}',
  '{"service":"1&operator=any","country":"1","operator":"1"}',
  '[]',
  'garbage',
])('the handle %s is never bought', (handle) => {
  expect(() => describePurchase(handle)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});

test("another provider's offer is refused", () => {
  expect(() => purchase.describe({ ...offer, provider: 'x' }, purchaseCall.maxPrice)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});

describe('a sale', () => {
  test("the guide's sample: its time is counted from our clock", () => {
    expect(readPurchase(reply(guide.number))).toEqual({
      outcome: 'accepted',
      receipt: {
        id: '74001',
        status: 'open',
        messages: [],
        phone: '+79313226657',
        price: money('2200', 'IRT'),
        expiresAt: AT + 20 * 60_000,
      },
    });
  });

  test('numbers in the place of texts are read digit for digit', () => {
    const text =
      '{"RESULT":1,"ID":12345678901234567890,"NUMBER":79313226657,"AREACODE":7,"AMOUNT":2200,"TIME":"00:10:00"}';
    expect(readPurchase(reply(text))).toMatchObject({
      receipt: { id: '12345678901234567890', phone: '+79313226657', expiresAt: AT + 600_000 },
    });
  });

  test.each([
    ['is empty', '""'],
    ['is null', 'null'],
    ['is a word', '"pending"'],
    ['is without its calling code', '"9313226657"'],
  ])('whose phone %s is an order by its id, and no phone is made up', (_, number) => {
    const text = guide.number.replace('"79313226657"', number);
    expect(readPurchase(reply(text))).toMatchObject({ outcome: 'accepted', receipt: { id: '74001' } });
    expect(JSON.stringify(readPurchase(reply(text)))).not.toContain('phone');
  });

  test.each([
    ['AMOUNT', '"free"', 'price'],
    ['AMOUNT', 'null', 'price'],
    ['TIME', '"20 min"', 'expiresAt'],
    ['TIME', '"00:00:00"', 'expiresAt'],
    ['TIME', '"00:99:00"', 'expiresAt'],
    ['TIME', '"99:59:59"', 'expiresAt'],
  ])('whose %s is %s does not tell it', (field, value, told) => {
    const fields = { ...JSON.parse(guide.number), [field]: JSON.parse(value) };
    const outcome = readPurchase(reply(JSON.stringify(fields)));
    expect(outcome).toMatchObject({ outcome: 'accepted', receipt: { id: '74001' } });
    expect(JSON.stringify(outcome)).not.toContain(told);
  });
});

/** What each word proves of a purchase. */
const outcomes: Readonly<Record<Word, string>> = {
  '-901': 'UNAUTHORIZED',
  '-902': 'REJECTED',
  '-990': 'unknown',
  '-304': 'unknown',
  '-202': 'REJECTED',
  '-204': 'OUT_OF_STOCK',
  '-205': 'INSUFFICIENT_FUNDS',
  '-210': 'OUT_OF_STOCK',
  '-211': 'OUT_OF_STOCK',
  '-212': 'OUT_OF_STOCK',
  '-900': 'unknown',
};

const proven = (text: string, status = 200): string => {
  const outcome = readPurchase(reply(text, status));
  return outcome.outcome === 'rejected' ? outcome.code : outcome.outcome;
};

test.each(Object.entries(outcomes))('RESULT %s is %s, as text and as number', (word, outcome) => {
  expect(proven(`{"RESULT":${word}}`)).toBe(outcome);
  expect(proven(`{"RESULT":"${word}","DESCRIPTION":"شماره فعال نیست"}`)).toBe(outcome);
});

test.each(Object.keys(outcomes))(
  'RESULT %s proves nothing from a server that failed, or beside an order',
  (word) => {
    for (const status of [300, 400, 401, 403, 404, 429, 500, 502, 503]) {
      expect(proven(`{"RESULT":${word}}`, status)).toBe('unknown');
    }
    expect(proven(`{"RESULT":${word},"ID":"74001"}`)).toBe('unknown');
    expect(proven(`{"RESULT":${word},"id":"74001"}`)).toBe('unknown');
    expect(proven(`{"RESULT":${word},"NUMBER":"79313226657"}`)).toBe('unknown');
    expect(proven(`{"RESULT":${word},"DATA":{"ID":"74001"}}`)).toBe('unknown');
    expect(proven(`[{"RESULT":${word}}]`)).toBe('unknown');
  },
);

test.each([
  ['another negative word', '{"RESULT":-206}'],
  ['a word that is no whole number', '{"RESULT":-205.0}'],
  ['nothing but success', '{"RESULT":"1"}'],
  ['an id of nothing', guide.number.replace('"74001"', '"0"')],
  ['an id of null', guide.number.replace('"74001"', 'null')],
  ['a word as id', guide.number.replace('"74001"', '"error"')],
  ['an order without RESULT', guide.number.replace('"RESULT":"1",', '')],
  ['RESULT 0', guide.number.replace('"RESULT":"1"', '"RESULT":"0"')],
  ['RESULT true', guide.number.replace('"RESULT":"1"', '"RESULT":true')],
  ['a PHP notice before the JSON', `<br />\n<b>Notice</b>: x\n${guide.number}`],
  ['a refusal on a page', '<html><body>{"RESULT":-205}</body></html>'],
  ['an empty body', ''],
])('%s is an unknown outcome, with the reply as evidence', (_, text) => {
  expect(readPurchase(reply(text))).toEqual({
    outcome: 'unknown',
    why: sampleOf(reply(text)) || 'an empty reply',
  });
});

test('a sale from a server that failed is unknown, and its id is kept as evidence', () => {
  for (const status of [301, 404, 500]) {
    expect(readPurchase(reply(guide.number, status))).toMatchObject({
      outcome: 'unknown',
      why: expect.stringContaining('74001'),
    });
  }
});

test('a filter in front of the vendor that turns the request away has sold nothing', () => {
  const headers = { server: 'cloudflare', 'cf-ray': '8f0a1b2c3d4e5f60-FRA' };
  expect(readPurchase(reply('error code: 1015', 429, headers))).toMatchObject({
    outcome: 'rejected',
    code: 'RATE_LIMITED',
    retryAfterMs: EDGE_WAIT_MS,
  });
  expect(readPurchase(reply('error code: 1015', 429, { ...headers, 'retry-after': '12' }))).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterMs: 12_000,
  });
  expect(readPurchase(reply('error code: 1015', 429))).toMatchObject({ outcome: 'unknown' });
});

describe('fuzz', () => {
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.constant(guide.number),
    fc.constantFrom(...Object.keys(outcomes)).map((word) => `{"RESULT":${word}}`),
  );
  const statuses = fc.integer({ min: 100, max: 599 });

  test('reading never throws, and nothing is proven by a server that failed', () => {
    fc.assert(
      fc.property(bodies, statuses, (body, status) => {
        const { outcome } = readPurchase(reply(body, status));
        expect(status >= 200 && status < 300 ? ['accepted', 'rejected', 'unknown'] : ['unknown']).toContain(
          outcome,
        );
      }),
      { numRuns: runs(400) },
    );
  });

  /** An object may bring a `toString` of its own, or none. */
  const textOf = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

  test('hostile fields: accepted only with an id, rejected only without one', () => {
    const field = fc.oneof(fc.anything(), fc.constantFrom('1', 1, -205, '-204', '74001', '', null));
    fc.assert(
      fc.property(field, field, field, field, (RESULT, ID, NUMBER, TIME) => {
        const { outcome } = readPurchase(reply(JSON.stringify({ RESULT, ID, NUMBER, TIME }) ?? ''));
        const hasId = /^[\w-]*\d[\w-]*$/.test(textOf(ID));
        if (outcome === 'accepted') expect([textOf(RESULT).startsWith('-'), hasId]).toEqual([false, true]);
        if (outcome === 'rejected') expect([ID, NUMBER]).toEqual([undefined, undefined]);
      }),
      { numRuns: runs(400) },
    );
  });

  test('a sale or a refusal that was cut off proves nothing', () => {
    for (const whole of [guide.number, '{"RESULT":-205,"DESCRIPTION":"no balance"}']) {
      for (let length = 0; length < whole.length; length += 1) {
        expect(proven(whole.slice(0, length))).toBe('unknown');
      }
    }
  });
});
