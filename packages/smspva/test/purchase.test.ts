import { findCountry } from '@numroute/core';
import type { PurchaseOutcome } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { smspvaAdapter } from '../src/index.ts';
import { AT, offer, page, refused, reply } from './support.ts';

const { purchase } = smspvaAdapter();
const read = (text: string, status = 200, of = offer): PurchaseOutcome =>
  purchase.read(reply(text, status), of);
const receiptOf = (changes: object, of = offer) => {
  const { statusCode, data } = JSON.parse(page.sold);
  return read(JSON.stringify({ statusCode, data: { ...data, ...changes } }), 200, of);
};

describe('what is sent', () => {
  test('country, service and operator are steps of the path; a cap is not taken', () => {
    expect(purchase.describe(offer, offer.price)).toEqual({ path: ['number', 'RU', 'opt29', 'operator'] });
    const handle = '{"country":"UK","service":"opt1"}';
    expect(purchase.describe({ ...offer, handle }, offer.price)).toEqual({ path: ['number', 'UK', 'opt1'] });
  });

  test.each([
    '{"service":"opt29"}',
    '{"country":"ru","service":"opt29"}',
    '{"country":"RU","service":"telegram"}',
    '{"country":"RU","service":"opt29","operator":"../sms"}',
    '{"country":"RU","service":"opt29","operator":"a/b"}',
    '{"country":"RU","service":"opt29","operator":""}',
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
  test('the sample of the documents: the calling code is that of the country', () => {
    expect(read(page.sold)).toEqual({
      outcome: 'accepted',
      receipt: {
        id: '123456',
        status: 'open',
        messages: [],
        phone: '+79876544321',
        country: 'RU',
        expiresAt: AT + 600_000,
      },
    });
  });

  test.each([
    [{ countryCode: '+7' }, '+79876544321', undefined],
    [{ countryCode: 7, phoneNumber: '9876544321' }, '+79876544321', undefined],
    [{ countryCode: null }, '+79876544321', undefined],
    [{ countryCode: 'UK', phoneNumber: 7700900000 }, '+447700900000', 'GB'],
    [{ countryCode: '+1', phoneNumber: '8095550100' }, '+18095550100', undefined],
    [{ countryCode: '+44', phoneNumber: '+447700900000' }, '+447700900000', undefined],
  ])('%j', (changes, phone, country) => {
    const sold = receiptOf(changes);
    expect(sold).toMatchObject({ outcome: 'accepted', receipt: { id: '123456', phone } });
    expect(sold).toHaveProperty('receipt.phone', phone);
    expect('receipt' in sold && sold.receipt.country).toBe(country);
  });

  test.each([
    [{ phoneNumber: null }],
    [{ phoneNumber: '' }],
    [{ phoneNumber: 'soon' }],
    [{ phoneNumber: '12' }],
    [{ phoneNumber: { number: 1 } }],
    [{ countryCode: 'ZZ' }],
  ])('%j: an order by its id, without a phone', (changes) => {
    const sold = receiptOf(changes);
    expect(sold).toMatchObject({ outcome: 'accepted', receipt: { id: '123456' } });
    expect(sold).not.toHaveProperty('receipt.phone');
  });

  test('a country without a calling code that is known has no phone', () => {
    const strange = { ...offer, country: 'smspva:XX' };
    expect(receiptOf({ countryCode: null }, strange)).not.toHaveProperty('receipt.phone');
    expect(findCountry(strange.country)).toBeUndefined();
  });

  test('an end in centuries, or none, is left out', () => {
    for (const orderExpireIn of [0, null, 'soon', 999_999_999])
      expect(receiptOf({ orderExpireIn })).not.toHaveProperty('receipt.expiresAt');
  });
});

describe('a refusal is a documented status, of the envelope and of HTTP', () => {
  const words = [
    [405, 'REJECTED', 'Invalid parameters'],
    [407, 'INSUFFICIENT_FUNDS', 'Your balance is too low to receive sms for selected country and service.'],
    [411, 'RATE_LIMITED', 'API access limited by low karma or ratelimits'],
    [501, 'OUT_OF_STOCK', 'Number not found'],
    [502, 'OUT_OF_STOCK', 'Number not found.'],
  ] as const;

  test.each(words)('%d: %s', (status, code, description) => {
    const rejected = { outcome: 'rejected', code, word: `${status} ${description}` };
    expect(read(refused(status, description), status)).toEqual(rejected);
    expect(read(refused(status, description), 200)).toEqual(rejected);
    for (const other of [201, 400, 404, 429, 500, 503, 504])
      expect(read(refused(status), other).outcome, String(other)).toBe('unknown');
    expect(read('', status).outcome).toBe('unknown');
    expect(read('<html>Bad gateway</html>', status).outcome).toBe('unknown');
    const beside = JSON.stringify({ statusCode: status, data: { orderId: 1 }, error: {} });
    expect(read(beside, status).outcome).toBe('unknown');
  });

  test('what Cloudflare turned away never reached the shop', () => {
    const headers = { server: 'cloudflare', 'cf-ray': '8c1f2e3d4b5a6978-FRA' };
    const answer = purchase.read(reply('error code: 1015', 429, headers), offer);
    expect(answer).toMatchObject({ outcome: 'rejected', code: 'RATE_LIMITED' });
  });
});

test.each([
  [refused(500, 'Failed to fetch number'), 500],
  [refused(503, 'Server overload, try later.'), 503],
  [refused(401), 401],
  [refused(404), 404],
  [refused(406), 406],
  [refused(410), 410],
  [refused(202), 202],
  [refused(202), 200],
  ['{"statusCode":200,"data":{}}', 200],
  ['{"statusCode":200,"data":{"orderId":0}}', 200],
  ['{"statusCode":200,"data":{"orderId":"abc"}}', 200],
  ['{"statusCode":200,"data":{"orderId":-1}}', 200],
  ['{"statusCode":200,"data":[{"orderId":1}]}', 200],
  ['{"data":{"orderId":1}}', 200],
  ['{"statusCode":500,"data":{"orderId":1}}', 200],
  ['[]', 200],
  ['null', 200],
  ['', 200],
  ['<html></html>', 200],
  [page.sold, 500],
  [page.sold, 202],
  [page.sold, 400],
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

  test('an order of hostile members is sold by an id that can be asked about, or unknown', () => {
    const member = fc.anything();
    fc.assert(
      fc.property(member, member, member, member, (orderId, phoneNumber, countryCode, orderExpireIn) => {
        const data = { orderId, phoneNumber, countryCode, orderExpireIn };
        const found = read(JSON.stringify({ statusCode: 200, data }));
        if (found.outcome === 'accepted') expect(found.receipt.id).toMatch(/^[1-9]\d{0,19}$/);
        else expect(found.outcome).toBe('unknown');
      }),
      { numRuns: runs(400) },
    );
  });

  test('what was cut off is neither a sale nor a refusal', () => {
    for (const [text, status] of [[page.sold, 200] as const, [refused(501), 501] as const]) {
      for (let length = 0; length < text.length; length += 1)
        expect(read(text.slice(0, length), status).outcome).toBe('unknown');
    }
  });
});
