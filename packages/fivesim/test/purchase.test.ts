import { money } from '@numroute/core';
import { EDGE_WAIT_MS } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { fivesimAdapter } from '../src/index.ts';
import { maxPrice, offer, page, reply } from './support.ts';

const { purchase } = fivesimAdapter();
const any = fivesimAdapter({ operator: 'any' }).purchase;
const read = (text: string, status = 200, headers: Record<string, string> = {}) =>
  purchase.read(reply(text, status, headers), offer);

const handle = (parts: object) =>
  JSON.stringify({ country: 'england', operator: 'virtual53', product: 'google', ...parts });

test('a pinned operator is bought without a cap, which 5sim would not keep', () => {
  expect(purchase.describe(offer, maxPrice)).toEqual({
    path: ['user', 'buy', 'activation', 'england', 'virtual53', 'google'],
  });
});

test('any operator is bought with the cap, digit for digit', () => {
  const anywhere = { ...offer, handle: handle({ operator: 'any' }) };
  expect(any.describe(anywhere, money('0.2001', 'USD'))).toEqual({
    path: ['user', 'buy', 'activation', 'england', 'any', 'google'],
    query: { maxPrice: '0.2001' },
  });
  expect(fivesimAdapter().manifest.traits.priceGuard).toBe(false);
  expect(fivesimAdapter({ operator: 'any' }).manifest.traits.priceGuard).toBe(true);
});

test.each([
  ['any operator, which takes a cap', handle({ operator: 'any' })],
  ['any country', handle({ country: 'any' })],
  ['an address', handle({ product: '../cancel/1' })],
  ['a name that 5sim answers with a redirect', handle({ product: 'Google' })],
  ['an operator that is missing', '{"country":"england","product":"google"}'],
  ['nothing', ''],
  ['a list', '[]'],
])('a handle of %s is never bought', (_, changed) => {
  const input = expect.objectContaining({ code: 'INVALID_INPUT' });
  expect(() => purchase.describe({ ...offer, handle: changed }, maxPrice)).toThrow(input);
  expect(() => purchase.describe({ ...offer, provider: 'other' }, maxPrice)).toThrow(input);
  expect(() => any.describe(offer, maxPrice)).toThrow(input);
  expect(() => purchase.describe(offer, money('1', 'RUB'))).toThrow(input);
});

test('a sale, as recorded', () => {
  expect(read(page.sale)).toEqual({
    outcome: 'accepted',
    receipt: {
      id: '1081142764',
      status: 'open',
      messages: [],
      phone: '+447700000000',
      service: 'google',
      country: 'GB',
      pool: 'virtual53',
      price: { amount: '0.2', currency: 'USD' },
      orderedAt: Date.parse('2026-08-29T11:29:02.689Z'),
      expiresAt: Date.parse('2026-08-29T11:49:02.689Z'),
    },
  });
});

test.each([
  ['no phone', '{"id":7,"phone":"","product":"google","status":"PENDING"}', { id: '7' }],
  ['an id beyond a float', '{"id":90071992547409931,"product":"google"}', { id: '90071992547409931' }],
  ['a price of every digit', '{"id":7,"product":"google","price":0.1299}', { price: money('0.1299', 'USD') }],
  ['a time without a zone', '{"id":7,"product":"google","expires":"2026-08-29 11:49:02"}', { id: '7' }],
  ['an end of never', '{"id":7,"product":"google","expires":"0001-01-01T00:00:00Z"}', { id: '7' }],
  ['an end beyond sense', '{"id":7,"product":"google","expires":"9999-12-31T00:00:00Z"}', { id: '7' }],
  ['a state that nobody knows', '{"id":7,"product":"google","status":"NEW"}', { status: 'open' }],
])('a sale with %s is an order by its id, and nothing is made up', (_, text, expected) => {
  expect(read(text)).toMatchObject({ outcome: 'accepted', receipt: expected });
  expect(read(text)).not.toHaveProperty('receipt.expiresAt');
  expect(read(text)).not.toHaveProperty('receipt.phone');
});

describe('a refusal is a whole sentence with a status that goes with it', () => {
  const sentences = [
    ['no free phones', 'OUT_OF_STOCK'],
    ['no free phones, max price', 'PRICE_ABOVE_LIMIT'],
    ['not enough user balance', 'INSUFFICIENT_FUNDS'],
    ['not enough rating', 'REJECTED'],
    ['no product', 'REJECTED'],
    ['product is incorrect', 'REJECTED'],
    ['bad country', 'REJECTED'],
    ['country is incorrect', 'REJECTED'],
    ['select country', 'REJECTED'],
    ['bad operator', 'REJECTED'],
    ['select operator', 'REJECTED'],
    ['reuse not possible', 'REJECTED'],
    ['reuse false', 'REJECTED'],
    ['reuse expired', 'REJECTED'],
  ] as const;

  test.each(sentences)('%s', (text, code) => {
    for (const status of [200, 400]) {
      expect(read(text, status)).toEqual({ outcome: 'rejected', code, word: text });
    }
    for (const status of [201, 204, 301, 302, 401, 403, 404, 429, 500, 502, 503]) {
      expect(read(text, status).outcome, String(status)).toBe('unknown');
    }
    for (const other of [
      `${text}.`,
      `"${text}"`,
      `{"error":"${text}"}`,
      `<p>${text}</p>`,
      text.slice(0, -1),
    ]) {
      expect(['unknown', 'rejected']).toContain(read(other).outcome);
      if (!sentences.some(([one]) => one === other)) expect(read(other).outcome, other).toBe('unknown');
    }
  });

  test.each([
    ['too many requests', 429],
    ['api limit is 100 requests per second', 503],
    ['ip address limit is 100 requests per second', 503],
  ])('%s with %i', (text, status) => {
    expect(read(text, status)).toEqual({ outcome: 'rejected', code: 'RATE_LIMITED', word: text });
    expect(read(text, status, { 'retry-after': '2' })).toMatchObject({ retryAfterMs: 2000 });
    for (const other of [200, 400, 500]) expect(read(text, other).outcome).toBe('unknown');
    expect(read('', status).outcome).toBe('unknown');
  });

  test('401 with an empty body is a wrong key; with any other it may be from somebody else', () => {
    expect(read('', 401)).toMatchObject({ outcome: 'rejected', code: 'UNAUTHORIZED' });
    for (const text of ['Unauthorized', page.sale, '<html></html>']) {
      expect(read(text, 401).outcome).toBe('unknown');
    }
  });

  test('what Cloudflare turned away never reached the shop', () => {
    const edge = { server: 'cloudflare', 'cf-ray': '8c1f2e3d4b5a6978-FRA' };
    expect(read('error code: 1010', 403, edge)).toMatchObject({ outcome: 'rejected', code: 'REJECTED' });
    expect(read('error code: 1015', 429, edge)).toEqual({
      outcome: 'rejected',
      code: 'RATE_LIMITED',
      word: 'error code: 1015',
      retryAfterMs: EDGE_WAIT_MS,
    });
    expect(read('error code: 1010', 403).outcome).toBe('unknown');
  });
});

test.each([
  ['server offline', 200],
  ['server offline', 500],
  ['internal error', 500],
  ['order not found', 400],
  ['record not found', 404],
  ['order expired', 400],
  ['you need to wait time', 400],
  ['success', 200],
  ['', 200],
  ['null', 200],
  ['{}', 200],
  ['[]', 200],
  ['{"id":1081142764}', 200],
  ['{"id":0,"product":"google","status":"RECEIVED"}', 200],
  ['{"id":null,"product":"google"}', 200],
  ['{"id":true,"product":"google"}', 200],
  ['{"id":"error","status":"bad"}', 200],
  ['{"id":"error","product":"google"}', 200],
  ['{"id":-5,"product":"google","status":"RECEIVED"}', 200],
  ['{"id":1e9,"product":"google","status":"RECEIVED"}', 200],
  ['{"id":"007","product":"google","status":"RECEIVED"}', 200],
  ['{"id":123456789012345678901,"product":"google","status":"RECEIVED"}', 200],
  [`[${page.sale}]`, 200],
  [page.nowhere, 302],
  ['<html>Just a moment</html>', 200],
  [page.sale, 500],
  [page.sale, 302],
  [page.sale, 400],
])('%j with %i proves nothing', (text, status) => {
  expect(read(text, status)).toMatchObject({ outcome: 'unknown', why: expect.stringMatching(/./) });
});

describe('fuzz', () => {
  const bodies = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }), fc.constant(page.sale));

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
      fc.property(member, member, member, member, (id, phone, status, sms) => {
        const found = read(JSON.stringify({ id, phone, status, sms, product: 'google' }) ?? '');
        if (found.outcome === 'accepted') expect(found.receipt.id).toMatch(/^[1-9]\d{0,19}$/);
        else expect(found.outcome).toBe('unknown');
      }),
      { numRuns: runs(400) },
    );
  });

  test('a sale that was cut off is never sold, a sentence that was cut off no refusal', () => {
    for (let length = 0; length < page.sale.length; length += 1) {
      expect(read(page.sale.slice(0, length)).outcome).toBe('unknown');
    }
    for (let length = 0; length < 'not enough user balance'.length; length += 1) {
      expect(read('not enough user balance'.slice(0, length)).outcome).toBe('unknown');
    }
  });
});
