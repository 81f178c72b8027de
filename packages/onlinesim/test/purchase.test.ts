import type { PurchaseOutcome } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { onlinesimAdapter } from '../src/index.ts';
import { offer, page, reply, say } from './support.ts';

const { purchase } = onlinesimAdapter({ currency: 'USD' });
const read = (text: string, status = 200): PurchaseOutcome => purchase.read(reply(text, status), offer);
const receiptOf = (changes: object) => read(JSON.stringify({ ...JSON.parse(page.sold), ...changes }));

describe('what is sent', () => {
  test('the country is always said, the number is asked for, and no cap is taken', () => {
    expect(purchase.describe(offer, offer.price)).toMatchObject({
      path: 'getNum.php',
      query: { service: 'vkcom', country: '7', number: '1', lang: 'en' },
    });
  });

  test.each([
    '{"service":"vkcom"}',
    '{"country":"7"}',
    '{"country":"RU","service":"vkcom"}',
    '{"country":"07","service":"vkcom"}',
    '{"country":"7","service":"a&b"}',
    '[]',
    'garbage',
  ])('%s is never bought', (handle) => {
    const bought = () => purchase.describe({ ...offer, handle }, offer.price);
    expect(bought).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test('nor is an offer of another provider', () => {
    const bought = () => purchase.describe({ ...offer, provider: 'x' }, offer.price);
    expect(bought).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('a sale', () => {
  test('the samples: with its number, and without', () => {
    expect(read(page.sold)).toEqual({
      outcome: 'accepted',
      receipt: { id: '123', status: 'open', messages: [], phone: '+79001234567', country: 'RU' },
    });
    expect(read(page.soldShort)).toEqual({
      outcome: 'accepted',
      receipt: { id: '123', status: 'open', messages: [] },
    });
  });

  test('another country than was offered is told', () => {
    expect(receiptOf({ country: 77, response: '1' })).toMatchObject({ receipt: { country: 'KZ' } });
    expect(receiptOf({ country: 'all', number: 'soon' })).toEqual(read(page.soldShort));
  });
});

const words = [
  ['UNAUTHORIZED', ['ERROR_WRONG_KEY', 'ERROR_NO_KEY']],
  [
    'REJECTED',
    [
      ...['ACCOUNT_BLOCKED', 'API_ACCESS_DISABLED', 'API_ACCESS_IP', 'ACCOUNT_IDENTIFICATION_REQUIRED'],
      ...['UNDEFINED_COUNTRY', 'NO_COUNTRY', 'ERROR_NO_SERVICE', 'ERROR_PARAMS', 'REQUEST_NOT_FOUND'],
      ...['ERROR_LENGTH_NUMBER_FOR_FORWARD', 'NEED_EXTENSION_NUMBER', 'NO_CONFIRM_FORWARD'],
    ],
  ],
  ['INSUFFICIENT_FUNDS', ['WARNING_LOW_BALANCE']],
  [
    'OUT_OF_STOCK',
    [
      ...['NO_NUMBER', 'WARNING_NO_NUMS', 'SERVICE_TO_NUMBER_EMPTY', 'ERROR_NO_SERVICE_REPEAT'],
      'repeat disabled',
    ],
  ],
  [
    'RATE_LIMITED',
    [
      ...['EXCEEDED_CONCURRENT_OPERATIONS', 'INTERVAL_CONCURRENT_REQUESTS_ERROR', 'TIME_INTERVAL_ERROR'],
      'TRY_AGAIN_LATER',
    ],
  ],
] as const;

describe('a refusal is a listed word, alone, with a status of success', () => {
  test.each(words.flatMap(([code, all]) => all.map((word) => [word, code] as const)))(
    '%s: %s',
    (word, code) => {
      expect(read(say(word))).toEqual({ outcome: 'rejected', code, word });
      for (const status of [302, 400, 401, 403, 429, 500, 502, 503])
        expect(read(say(word), status).outcome, String(status)).toBe('unknown');
      for (const other of [
        word,
        `[${say(word)}]`,
        say(`${word}.`),
        say(word.slice(1)),
        say(word).slice(0, -1),
      ])
        expect(read(other).outcome, other).toBe('unknown');
      expect(read(JSON.stringify({ response: word, tzid: 1 })).outcome).toBe('unknown');
    },
  );

  test('what Cloudflare turned away never reached the shop', () => {
    const headers = { server: 'cloudflare', 'cf-ray': '8c1f2e3d4b5a6978-FRA' };
    const answer = purchase.read(reply('error code: 1015', 429, headers), offer);
    expect(answer).toMatchObject({ outcome: 'rejected', code: 'RATE_LIMITED' });
  });
});

test.each([
  [say('DUPLICATE_OPERATION'), 200],
  [say('ERROR_NO_OPERATIONS'), 200],
  [say('NO_COMPLETE_TZID'), 200],
  [say('SOMETHING_NEW'), 200],
  [say('1'), 200],
  ['{"response":1,"tzid":0}', 200],
  ['{"response":1,"tzid":null,"number":"+79001234567"}', 200],
  ['{"response":1,"tzid":{"id":1}}', 200],
  ['{"response":0,"tzid":123}', 200],
  ['{"tzid":123}', 200],
  [`[${page.sold}]`, 200],
  ['', 200],
  ['null', 200],
  ['{}', 200],
  ['<html></html>', 200],
  [page.sold, 500],
  [page.sold, 302],
])('%j with %i proves nothing', (text, status) => {
  expect(read(text, status)).toMatchObject({ outcome: 'unknown', why: expect.stringMatching(/./) });
});

describe('fuzz', () => {
  const bodies = fc.oneof(fc.string(), fc.json(), fc.constantFrom(...Object.values(page)));

  test('a reply never makes it throw', () => {
    fc.assert(
      fc.property(bodies, fc.integer({ min: 100, max: 599 }), (body, status) => {
        expect(['accepted', 'rejected', 'unknown']).toContain(read(body, status).outcome);
      }),
      { numRuns: runs(400) },
    );
  });

  test('an order of hostile members is sold by an id that can be sent back, or unknown', () => {
    const member = fc.anything();
    fc.assert(
      fc.property(member, member, member, (tzid, number, country) => {
        const found = read(JSON.stringify({ response: 1, tzid, number, country }));
        if (found.outcome === 'accepted') expect(found.receipt.id).toMatch(/^[\w-]{1,64}$/);
        else expect(found.outcome).toBe('unknown');
      }),
      { numRuns: runs(400) },
    );
  });

  test('what was cut off is neither a sale nor a refusal', () => {
    for (const text of [page.sold, say('WARNING_LOW_BALANCE')]) {
      for (let length = 0; length < text.length; length += 1)
        expect(read(text.slice(0, length)).outcome).toBe('unknown');
    }
  });
});
