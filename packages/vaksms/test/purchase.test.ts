import { EDGE_WAIT_MS, type PurchaseOutcome } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { adapter, ID, offer, page, reply } from './support.ts';

const { purchase } = adapter;
const read = (text: string, status = 200): PurchaseOutcome => purchase.read(reply(text, status), offer);
const proven = (text: string, status = 200): string => {
  const outcome = read(text, status);
  return outcome.outcome === 'rejected' ? outcome.code : outcome.outcome;
};

test('what is sent: one service of one country, and no cap, because nobody knows that one is kept', () => {
  expect(purchase.describe(offer, offer.price)).toEqual({
    path: 'getNumber/',
    query: { service: 'tg', country: 'ru' },
  });
});

test.each([
  [{ provider: 'x' }],
  [{ handle: '{"service":"tg,wa","country":"ru"}' }],
  [{ handle: '{"service":"tg"}' }],
  [{ handle: '{"service":"tg","country":"RU"}' }],
  [{ handle: 'garbage' }],
])('%j is never bought', (changes) => {
  expect(() => purchase.describe({ ...offer, ...changes }, offer.price)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});

test('a sale: the id, and the phone with its plus', () => {
  expect(read(page.sold)).toEqual({
    outcome: 'accepted',
    receipt: { id: ID, status: 'open', messages: [], phone: '+79991234567' },
  });
});

test.each(['null', '"soon"', '0', '123', '{}'])('a sale whose phone is %s is an order by its id', (tel) => {
  expect(read(page.sold.replace('79991234567', tel))).toEqual({
    outcome: 'accepted',
    receipt: { id: ID, status: 'open', messages: [] },
  });
});

/** What each word proves of a purchase. */
const words: Readonly<Record<string, string>> = {
  apiKeyNotFound: 'UNAUTHORIZED',
  noMoney: 'INSUFFICIENT_FUNDS',
  noNumber: 'OUT_OF_STOCK',
  noService: 'REJECTED',
  badService: 'REJECTED',
  noCountry: 'REJECTED',
  noOperator: 'REJECTED',
  badData: 'REJECTED',
  idNumNotFound: 'unknown',
  badStatus: 'unknown',
  serverError: 'unknown',
};

/** As the API says it, and as what stands before the API repeats it. */
const forms = (word: string): readonly string[] => [
  `{"error":"${word}"}`,
  JSON.stringify({ message: `UserApiService error: {"error":"${word}"}` }),
  JSON.stringify({ error: 'Bad Request', message: `UserApiService error: {"error":"${word}"}` }),
];

describe.each(Object.entries(words))('%s is %s', (word, code) => {
  test('with HTTP 200 and 400, alone', () => {
    for (const text of forms(word)) for (const status of [200, 400]) expect(proven(text, status)).toBe(code);
  });

  test('and proves nothing otherwise', () => {
    for (const text of forms(word)) {
      for (const status of [301, 401, 403, 404, 429, 500, 502, 503]) {
        expect(proven(text, status)).toBe('unknown');
      }
      expect(proven(text.replace('{', `{"idNum":"${ID}",`))).toBe('unknown');
      expect(proven(text.replace('{', '{"tel":79991234567,'))).toBe('unknown');
      expect(proven(text.replace('{', `{"data":{"idNum":"${ID}"},`))).toBe('unknown');
      expect(proven(`[${text}]`)).toBe('unknown');
      expect(proven(`<html>${text}</html>`)).toBe('unknown');
    }
  });
});

test('a wrong key in the words of the site behind the API', () => {
  expect(proven(page.nobody, 400)).toBe('UNAUTHORIZED');
  expect(proven('{"error":"Пользователь не найден"}')).toBe('UNAUTHORIZED');
});

test.each([
  ['two words', '{"error":"noMoney","message":"noNumber"}', 200],
  ['two numbers, which nobody asked for', `[${page.sold},${page.sold}]`, 200],
  ['a sale without an id', page.sold.replace(ID, ''), 200],
  ['a sale whose id is nothing', page.sold.replace(ID, 'null'), 200],
  ['a sale beside an error', page.sold.replace('{', '{"error":"serverError",'), 200],
  ['a sale with 400', page.sold, 400],
  ['a sale with 500', page.sold, 500],
  ['a word in another case', '{"error":"NOMONEY"}', 200],
  ['a word as a sentence', '{"error":"noMoney for you"}', 200],
  ['a word alone', 'noMoney', 200],
  ['an empty object', '{}', 200],
  ['nothing', '', 200],
])('%s may have been charged', (_, text, status) => {
  expect(read(text, status)).toMatchObject({ outcome: 'unknown', why: expect.stringMatching(/./) });
});

test('a filter in front of the vendor that turns the request away has sold nothing', () => {
  const headers = { server: 'cloudflare', 'cf-ray': '8f0a1b2c3d4e5f60-FRA' };
  expect(purchase.read(reply('error code: 1015', 429, headers), offer)).toMatchObject({
    outcome: 'rejected',
    code: 'RATE_LIMITED',
    retryAfterMs: EDGE_WAIT_MS,
  });
});

describe('fuzz', () => {
  // Made outside of a test: the letters of every script are a long list.
  const bodies = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }));

  test('no noise is a sale or a refusal', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom(200, 400, 403, 500), (body, status) => {
        expect(proven(body, status)).toBe('unknown');
      }),
      { numRuns: runs(400) },
    );
  });

  test('hostile fields: accepted only with an id, rejected only without one', () => {
    const field = fc.oneof(fc.anything(), fc.constantFrom('noMoney', 'noNumber', ID, 79991234567, '', null));
    fc.assert(
      fc.property(field, field, field, field, (error, message, idNum, tel) => {
        const body = JSON.stringify({ error, message, idNum, tel }, (_, value) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        const outcome = read(body);
        if (outcome.outcome === 'accepted') {
          expect(outcome.receipt.id).toMatch(/^[\w-]{1,64}$/);
          expect(outcome.receipt.phone ?? '+1234567').toMatch(/^\+[1-9]\d{6,14}$/);
          expect(error).toBeUndefined();
        }
        if (outcome.outcome === 'rejected') expect([idNum, tel]).toEqual([undefined, undefined]);
      }),
      { numRuns: runs(400) },
    );
  });

  test('what was cut off anywhere proves nothing', () => {
    for (const whole of [page.sold, page.noMoney, page.wrapped]) {
      for (let length = 0; length < whole.length; length += 1) {
        expect(proven(whole.slice(0, length))).toBe('unknown');
      }
    }
  });
});
