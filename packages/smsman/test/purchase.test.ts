import { EDGE_WAIT_MS, type PurchaseOutcome } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { adapterOf, offer, page, refusal, reply } from './support.ts';

const { purchase } = adapterOf();
const read = (text: string, status = 200): PurchaseOutcome => purchase.read(reply(text, status), offer);
const proven = (text: string, status = 200): string => {
  const outcome = read(text, status);
  return outcome.outcome === 'rejected' ? outcome.code : outcome.outcome;
};

test('what is sent: the ids of the offer, and no cap, because nobody knows its unit', () => {
  expect(purchase.describe(offer, offer.price)).toEqual({
    path: 'get-number',
    query: { country_id: '1', application_id: '1' },
  });
});

test.each([
  [{ provider: 'x' }],
  // Any country.
  [{ handle: '{"country":"0","service":"1"}' }],
  [{ handle: '{"country":"1"}' }],
  [{ handle: '{"country":"RU","service":"1"}' }],
  [{ handle: 'garbage' }],
])('%j is never bought', (changes) => {
  expect(() => purchase.describe({ ...offer, ...changes }, offer.price)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});

describe('a sale', () => {
  const sold = { id: '1', status: 'open', messages: [], phone: '+79002415539', country: 'RU', service: 'vk' };

  test('the sample of the page, with numbers or texts for ids', () => {
    expect(read(page.sold)).toEqual({ outcome: 'accepted', receipt: sold });
    expect(read(page.sold.replaceAll(/:1\b/g, ':"1"'))).toEqual({ outcome: 'accepted', receipt: sold });
  });

  test.each(['null', '"soon"', '0', '{}'])('whose number is %s is an order by its id', (number) => {
    const { phone: _, ...rest } = sold;
    expect(read(page.sold.replace('"79002415539"', number))).toEqual({ outcome: 'accepted', receipt: rest });
  });

  test('of something else than was asked for says so', () => {
    const other = page.sold.replace('"country_id":1', '"country_id":2');
    expect(read(other)).toMatchObject({ receipt: { ...sold, country: 'smsman:2' } });
    expect(read(page.sold.replace('"application_id":1', '"application_id":3'))).toMatchObject({
      receipt: { ...sold, service: 'smsman:3' },
    });
    const silent = read('{"request_id":1,"number":"79002415539"}');
    expect(silent).toEqual({
      outcome: 'accepted',
      receipt: { id: '1', status: 'open', messages: [], phone: '+79002415539' },
    });
  });
});

/** What each code proves of a purchase. */
const words: Readonly<Record<string, string>> = {
  wrong_token: 'UNAUTHORIZED',
  bad_token: 'UNAUTHORIZED',
  no_numbers: 'OUT_OF_STOCK',
  no_free_phones: 'OUT_OF_STOCK',
  balance: 'INSUFFICIENT_FUNDS',
  low_balance: 'INSUFFICIENT_FUNDS',
  no_balance: 'INSUFFICIENT_FUNDS',
  wrong_application_id: 'REJECTED',
  wrong_country_id: 'REJECTED',
  wrong_status: 'unknown',
  wrong_request_id: 'unknown',
  wait_sms: 'unknown',
  blance: 'unknown',
};

describe.each(Object.entries(words))('%s is %s', (word, code) => {
  const text = refusal(word);

  test('with HTTP 200 and 400, whatever the sentence beside it', () => {
    for (const status of [200, 400]) {
      expect(proven(text, status)).toBe(code);
      expect(proven(text.replace('"Wrong application ID!"', '{"token":"…"}'), status)).toBe(code);
      expect(proven(`{"error_code":"${word}"}`, status)).toBe(code);
    }
  });

  test('and proves nothing otherwise', () => {
    for (const status of [301, 401, 403, 404, 429, 500, 502, 503]) {
      expect(proven(text, status)).toBe('unknown');
    }
    expect(proven(text.replace('false', 'true'))).toBe('unknown');
    expect(proven(text.replace('{', '{"request_id":1,'))).toBe('unknown');
    expect(proven(text.replace('{', '{"number":"79002415539",'))).toBe('unknown');
    expect(proven(text.replace('{', '{"data":{"request_id":1},'))).toBe('unknown');
    expect(proven(`[${text}]`)).toBe('unknown');
    expect(proven(`<html>${text}</html>`)).toBe('unknown');
  });
});

test.each([
  ['another code', refusal('service_down'), 200],
  ['a sentence without a code', '{"success":false,"error_msg":"no_numbers"}', 200],
  ['a sale without an id', page.sold.replace('"request_id":1,', ''), 200],
  ['a sale whose id is nothing', page.sold.replace('"request_id":1', '"request_id":0'), 200],
  ['a sale that waits', page.waiting, 200],
  ['a sale that did not succeed', page.sold.replace('{', '{"success":false,'), 200],
  ['a sale with 400', page.sold, 400],
  ['a sale with 500', page.sold, 500],
  ['two sales', `[${page.sold},${page.sold}]`, 200],
  ['a code alone', 'no_numbers', 200],
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
      fc.property(bodies, fc.constantFrom(200, 400, 500), (body, status) => {
        expect(proven(body, status)).toBe('unknown');
      }),
      { numRuns: runs(300) },
    );
  });

  test('hostile fields: accepted only with an id, rejected only without one', () => {
    const field = fc.oneof(fc.anything(), fc.constantFrom('no_numbers', 'balance', '1', 1, false, '', null));
    fc.assert(
      fc.property(field, field, field, field, (error_code, success, request_id, number) => {
        const body = JSON.stringify({ error_code, success, request_id, number }, (_, value) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        const outcome = read(body);
        if (outcome.outcome === 'accepted') {
          expect(outcome.receipt.id).toMatch(/^[\w-]{1,64}$/);
          expect(outcome.receipt.phone ?? '+1234567').toMatch(/^\+[1-9]\d{6,14}$/);
          expect(error_code).toBeUndefined();
        }
        if (outcome.outcome === 'rejected') expect([request_id, number]).toEqual([undefined, undefined]);
      }),
      { numRuns: runs(300) },
    );
  });

  test('what was cut off anywhere proves nothing', () => {
    for (const whole of [page.sold, page.refused]) {
      for (let length = 0; length < whole.length; length += 1) {
        expect(proven(whole.slice(0, length))).toBe('unknown');
      }
    }
  });
});
