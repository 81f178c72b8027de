import { money } from '@numroute/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { textverifiedAdapter } from '../src/index.ts';
import { ID, offer, page, refusal, reply } from './support.ts';

const { purchase } = textverifiedAdapter({ username: 'user@example.com' });
const read = (body: string, status = 201) => purchase.read(reply(body, status), offer);

describe('what is sent', () => {
  test.each([
    ['2.95', '2.95'],
    ['0.123456', '0.123456'],
    ['0.1234567', '0.123456'],
    ['0.29', '0.29'],
    ['12345.678901', '12345.678901'],
  ])('a cap of %s is the number %s: never more', (amount, written) => {
    const { path, json } = purchase.describe(offer, money(amount, 'USD'));
    expect(path).toEqual(['verifications']);
    expect(JSON.stringify(json)).toBe(`{"serviceName":"yahoo","capability":"sms","maxPrice":${written}}`);
  });

  test.each([
    [{ ...offer, provider: 'other' }, money('1', 'USD')],
    [{ ...offer, handle: '{"service":"servicenotlisted"}' }, money('1', 'USD')],
    [{ ...offer, handle: 'yahoo' }, money('1', 'USD')],
    [offer, money('1', 'EUR')],
  ])('%j at %j is not bought', (one, cap) => {
    expect(() => purchase.describe(one, cap)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

test('a sale is a link to its order, and tells no phone and no price', () => {
  const receipt = { id: ID, status: 'open', messages: [], country: 'US' };
  expect(read(page.sold)).toEqual({ outcome: 'accepted', receipt });
});

const words: readonly (readonly [code: string, status: number, body: string])[] = [
  ['OUT_OF_STOCK', 400, refusal('Unavailable')],
  ['OUT_OF_STOCK', 400, refusal('OutOfStock', 'No number.')],
  ['OUT_OF_STOCK', 400, refusal(null, 'This service is out of stock.')],
  ['PRICE_ABOVE_LIMIT', 400, refusal('Invalid', 'The price is higher than maxPrice.')],
  ['INSUFFICIENT_FUNDS', 400, refusal('Insufficient', 'Not enough credits at this price.')],
  ['UNAUTHORIZED', 401, refusal('Unauthorized')],
  ['RATE_LIMITED', 429, refusal(null)],
];

test.each(words)('%s: HTTP %d %s', (code, status, body) => {
  expect(read(body, status)).toMatchObject({ outcome: 'rejected', code });
});

describe('everything else may have been charged', () => {
  test.each(
    words.flatMap(([, status, body]) =>
      [200, 201, 301, 403, 404, 409, 500, 503].map((other) => [other, body, status] as const),
    ),
  )('HTTP %d %s', (other, body) => {
    expect(read(body, other).outcome).toBe('unknown');
  });

  test.each([
    [400, refusal('SomethingNew', 'That did not work.')],
    [400, refusal(null)],
    [400, ''],
    [401, ''],
    [401, '<html>Unauthorized</html>'],
    [429, ''],
    [400, '{"errorCode":"OutOfStock"}'],
    [
      400,
      `{"errorCode":"OutOfStock","errorDescription":null,"href":"https://x.example/verifications/${ID}"}`,
    ],
    [200, page.sold],
    [500, page.sold],
    [201, ''],
    [201, '{}'],
    [201, page.sold.replace(ID, '')],
    [201, page.sold.replace(ID, `${ID}/cancel`)],
    [201, page.sold.replace(ID, 'null')],
    [201, page.sold.slice(0, -1)],
    [201, `[${page.sold}]`],
  ])('HTTP %d %s', (status, body) => {
    expect(read(body, status)).toMatchObject({ outcome: 'unknown', why: expect.stringMatching(/./) });
  });

  test('noise is no sale and no refusal', () => {
    const statuses = fc.constantFrom(200, 201, 400, 401, 404, 429, 500);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), statuses, (body, status) => {
        expect(read(body, status).outcome).toBe('unknown');
      }),
      { numRuns: runs(400) },
    );
  });
});
