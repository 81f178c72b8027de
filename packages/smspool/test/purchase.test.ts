import { money } from '@numroute/core';
import { EDGE_WAIT_MS, type PurchaseOutcome } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { smspoolAdapter } from '../src/index.ts';
import { offer, page, purchaseCall, refusedBy, reply } from './support.ts';

const { purchase } = smspoolAdapter();
const read = (text: string, status = 200): PurchaseOutcome => purchase.read(reply(text, status), offer);
const receiptOf = (changes: object) => read(JSON.stringify({ ...JSON.parse(page.sold), ...changes }));

describe('what is sent', () => {
  test('the ids of the offer, and the cap as it is', () => {
    expect(purchase.describe(offer, money('0.2405', 'USD'))).toEqual({
      path: 'purchase/sms',
      form: { service: '907', country: '1', pool: '7', max_price: '0.2405' },
    });
  });

  test.each([
    '{"service":"907","country":"1"}',
    '{"service":"907","country":"1","pool":""}',
    '{"service":"telegram","country":"1","pool":"7"}',
    '{"service":"907","country":"US","pool":"7"}',
    '{"__proto__":{"service":"907","country":"1","pool":"7"}}',
    '[]',
    'null',
    'garbage',
  ])('%s is never bought', (handle) => {
    const bought = () => purchase.describe({ ...offer, handle }, purchaseCall.maxPrice);
    expect(bought).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test.each([
    [{ ...offer, provider: 'x' }, purchaseCall.maxPrice],
    [offer, money('0.24', 'EUR')],
  ])('neither an offer of another provider nor a cap in another currency', (one, cap) => {
    expect(() => purchase.describe(one, cap)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('a sale', () => {
  test('the sample of the documentation', () => {
    expect(read(page.sold)).toEqual({
      outcome: 'accepted',
      receipt: {
        id: 'ABCDEFGH',
        status: 'open',
        messages: [],
        phone: '+1234567890',
        price: { amount: '0.24', currency: 'USD' },
        expiresAt: 1_705_309_968_000,
      },
    });
  });

  test.each([
    ['contradicts its parts', { number: 1234567891 }],
    ['is cut off', { number: 123456789 }],
    ['is a text', { number: 'soon' }],
    ['has parts that are joined already', { phonenumber: '1234567890' }],
    ['is nowhere', { number: null, cc: null, phonenumber: null }],
    ['is nothing', { number: 0, cc: '', phonenumber: '' }],
  ])('a number that %s: an order by its id, without a phone', (_, changes) => {
    const sold = receiptOf(changes);
    expect(sold).toMatchObject({ outcome: 'accepted', receipt: { id: 'ABCDEFGH' } });
    expect(sold).not.toHaveProperty('receipt.phone');
  });

  test.each([
    [{ number: undefined }],
    [{ cc: undefined, phonenumber: undefined }],
    [{ cc: '+1' }],
    [{ number: '1234567890', cc: 1, phonenumber: 234567890 }],
  ])('%j is enough for the phone', (changes) => {
    expect(receiptOf(changes)).toMatchObject({ receipt: { phone: '+1234567890' } });
  });

  test('what cannot be read beside the id is left out', () => {
    const sold = receiptOf({ cost: '$0.24', expiration: 'soon', expires_in: null });
    // An end in centuries is none.
    expect(receiptOf({ cost: null, expiration: 9_999_999_999 })).toEqual(sold);
    expect(receiptOf({ cost: null, expiration: null, expires_in: 999_999_999_999_999 })).toEqual(sold);
    expect(sold).toEqual({
      outcome: 'accepted',
      receipt: { id: 'ABCDEFGH', status: 'open', messages: [], phone: '+1234567890' },
    });
  });

  test('a life without a date is counted by our clock', () => {
    expect(receiptOf({ expiration: undefined, expires_in: 599 })).toMatchObject({
      receipt: { expiresAt: 1_705_309_599_000 },
    });
  });
});

/** Every documented word, with the status that it comes with. */
const words: readonly (readonly [code: string, status: number, body: string])[] = [
  ['OUT_OF_STOCK', 422, '{"success":0,"message":"None.","type":"OUT_OF_STOCK"}'],
  ['OUT_OF_STOCK', 422, refusedBy({ Foxtrot: 'OUT_OF_STOCK' })],
  ['OUT_OF_STOCK', 422, refusedBy({ Foxtrot: 'OUT_OF_STOCK', Bravo: 'OUT_OF_STOCK' }, 'OUT_OF_STOCK')],
  ['OUT_OF_STOCK', 422, '{"success":0,"type":"OUT_OF_STOCK","pools":[]}'],
  ['PRICE_ABOVE_LIMIT', 422, page.priceNotFound],
  ['PRICE_ABOVE_LIMIT', 422, refusedBy({ Foxtrot: 'PRICE_NOT_FOUND' })],
  [
    'INSUFFICIENT_FUNDS',
    422,
    '{"success":0,"message":"Insufficient balance, the price is: 0.24 while you only have: 0.00","type":"BALANCE_ERROR"}',
  ],
  ['REJECTED', 400, page.missing],
  ['UNAUTHORIZED', 403, page.wrongKey],
];

describe('a refusal', () => {
  test.each(words)('%s with %d: %s', (code, status, body) => {
    expect(read(body, status)).toMatchObject({ outcome: 'rejected', code });
  });

  test('a type counts, whatever its message says', () => {
    const body = '{"success":0,"message":"<p>Invalid <b>API</b> key</p>","type":"OUT_OF_STOCK"}';
    expect(read(body, 422)).toEqual({
      outcome: 'rejected',
      code: 'OUT_OF_STOCK',
      word: 'OUT_OF_STOCK: Invalid API key',
    });
  });
});

test('a filter in front of the vendor that turns the request away has sold nothing', () => {
  const turned = (headers: Record<string, string>) =>
    purchase.read({ ...reply('error code: 1015', 429), headers }, offer);
  const headers = { server: 'cloudflare', 'cf-ray': '8f0a1b2c3d4e5f60-FRA' };
  const refused = { outcome: 'rejected', code: 'RATE_LIMITED', word: 'error code: 1015' };
  expect(turned(headers)).toEqual({ ...refused, retryAfterMs: EDGE_WAIT_MS });
  expect(turned({ ...headers, 'retry-after': '12' })).toEqual({ ...refused, retryAfterMs: 12_000 });
  expect(turned({ ...headers, 'cf-cache-status': 'DYNAMIC' })).toMatchObject({ outcome: 'unknown' });
});

describe('everything else may have been charged', () => {
  test.each(
    words.flatMap(([code, status, body]) =>
      [200, 201, 301, 400, 403, 404, 422, 429, 500, 503]
        .filter((other) => other !== status)
        .map((other) => [code, other, body] as const),
    ),
  )('%s with %d is no refusal', (_code, status, body) => {
    expect(read(body, status).outcome).toBe('unknown');
  });

  test.each([
    ['a sale without an id', 200, page.sold.replace('"order_id":"ABCDEFGH",', '')],
    ['a sale whose id is nothing', 200, page.sold.replace('ABCDEFGH', 'null')],
    ['a sale that did not succeed', 200, page.sold.replace('"success":1', '"success":0')],
    ['a sale that succeeded in other words', 200, page.sold.replace('"success":1', '"success":true')],
    ['a sale with 500', 500, page.sold],
    ['a sale with 422', 422, page.sold],
    ['several sales', 200, `[${page.sold},${page.sold}]`],
    ['a token in the place of an order', 200, '{"success":1,"url":"https://…","token":"abc"}'],
    ['another type', 422, '{"success":0,"message":"OUT_OF_STOCK","type":"POOL_BUSY"}'],
    ['pools of two minds', 422, refusedBy({ Foxtrot: 'OUT_OF_STOCK', Bravo: 'PRICE_NOT_FOUND' })],
    ['a pool of another mind', 422, refusedBy({ Foxtrot: 'OUT_OF_STOCK', Bravo: 'BUSY' }, 'OUT_OF_STOCK')],
    ['a reply of another mind', 422, refusedBy({ Foxtrot: 'OUT_OF_STOCK' }, 'PRICE_NOT_FOUND')],
    ['a pool without a word', 422, '{"success":0,"type":"OUT_OF_STOCK","pools":{"Foxtrot":{"success":1}}}'],
    ['a refusal that succeeded', 422, '{"success":1,"type":"OUT_OF_STOCK"}'],
    ['a refusal with an order', 422, '{"success":0,"type":"OUT_OF_STOCK","order_id":"ABCDEFGH"}'],
    [
      'a refusal with an order in a pool',
      422,
      '{"success":0,"pools":{"Foxtrot":{"type":"OUT_OF_STOCK","order_id":"ABCDEFGH"}}}',
    ],
    ['a refusal with a number', 422, '{"success":0,"type":"OUT_OF_STOCK","phonenumber":"234567890"}'],
    ['a sentence in the place of a type', 422, '{"success":0,"message":"OUT_OF_STOCK"}'],
    ['another sentence', 400, page.missing.replace('required', 'needed')],
    ['two sentences', 400, page.missing.replace('}]', '},{"message":"And more.","param":"x"}]')],
    ['an unknown order', 404, page.unknownOrder],
    ['a cancel that is too early', 400, page.tooEarly],
    ['the block page', 403, '<html>Invalid API key</html>'],
    ['a word alone', 422, 'OUT_OF_STOCK'],
    ['nothing', 200, ''],
  ])('%s', (_, status, body) => {
    expect(read(body, status)).toMatchObject({ outcome: 'unknown', why: expect.stringMatching(/./) });
  });

  test('the reply is the evidence, without its HTML', () => {
    expect(read('{"success":0,"message":"<p>Order <b>ABCDEFGH</b> is…<\\/p>"}', 500)).toEqual({
      outcome: 'unknown',
      why: '{"success":0,"message":" Order ABCDEFGH is… "}',
    });
  });
});

describe('fuzz', () => {
  const statuses = fc.constantFrom(200, 400, 403, 404, 422, 500, 503);
  const bodies = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }));

  test('no noise is a sale or a refusal', () => {
    fc.assert(
      fc.property(bodies, statuses, (body, status) => {
        expect(read(body, status).outcome).toBe('unknown');
      }),
      { numRuns: runs(400) },
    );
  });

  test('hostile fields never make it throw, and never make a phone', () => {
    const fields = fc.record({ number: fc.anything(), cc: fc.anything(), cost: fc.anything() });
    fc.assert(
      fc.property(fields, fc.anything(), (parts, order_id) => {
        const body = JSON.stringify({ success: 1, order_id, ...parts }, (_, value) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        const said = read(body);
        if (said.outcome !== 'accepted') return;
        expect(said.receipt.id).toMatch(/^[\w-]{1,64}$/);
        expect(said.receipt.phone ?? '+1234567').toMatch(/^\+[1-9]\d{6,14}$/);
      }),
      { numRuns: runs(400) },
    );
  });

  test('what was cut off anywhere proves nothing', () => {
    for (const [status, whole] of [
      [200, page.sold],
      ...words.map(([, code, body]) => [code, body]),
    ] as const) {
      for (let length = 0; length < String(whole).length; length += 1)
        expect(read(String(whole).slice(0, length), Number(status)).outcome).toBe('unknown');
    }
  });

  test('a refusal of which one word was changed is none', () => {
    const changed = fc.string({ minLength: 1, maxLength: 12 }).filter((one) => !/OUT_OF_STOCK/.test(one));
    fc.assert(
      fc.property(changed, fc.constantFrom('Foxtrot', 'top'), (word, where) => {
        const pools = { Bravo: 'OUT_OF_STOCK', Foxtrot: where === 'top' ? 'OUT_OF_STOCK' : word };
        const body = refusedBy(pools, where === 'top' ? word : 'OUT_OF_STOCK');
        expect(read(body, 422).outcome).toBe('unknown');
      }),
      { numRuns: runs(200) },
    );
  });
});
