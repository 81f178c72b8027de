import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Json, parseJson } from '../src/index.ts';
import { adapterWith, failure, offer, open, purchaseCall, serve } from './helpers.ts';

/** What `JSON.parse` makes of it, with text in the place of numbers. */
function withoutNumbers(value: unknown): Json {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(withoutNumbers);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutNumbers(member)]));
  }
  return value as string | boolean | null;
}

test('reads what JSON.parse reads, but for numbers', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(parseJson(text)).toEqual(withoutNumbers(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

test('a number keeps every digit, and text that looks like one or like a literal is text', () => {
  expect(parseJson('{"price":0.2500,"id":90071992547409931}')).toEqual({
    price: '0.2500',
    id: '90071992547409931',
  });
  expect(parseJson('["true",true,"null",null,"1",1,"\\u0074rue",false]')).toEqual([
    'true',
    true,
    'null',
    null,
    '1',
    '1',
    'true',
    false,
  ]);
});

test.each(['', '{"a":1', '[1,]', 'OK', '{"a":1}x', '['.repeat(5000), `${'['.repeat(80)}${']'.repeat(80)}`])(
  'no JSON: %s',
  (text) => {
    expect(parseJson(text)).toBeUndefined();
  },
);

test.each([
  ['1 MiB', JSON.stringify(Array.from({ length: 20 }, () => 'x'.repeat(60_000)))],
  ['60,000 values', `[${'0,'.repeat(60_000)}0]`],
  ['60,000 members', `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":0`).join()}}`],
])('more than %s is not built at once', (_, text) => {
  expect(JSON.parse(text)).toBeDefined();
  expect(parseJson(text)).toBeUndefined();
});

test('a reply of some hundred orders is', () => {
  const orders = Array.from({ length: 900 }, (_, n) => ({
    id: `${n}`,
    phone: 'x'.repeat(200),
    sms: [{ code: '1' }],
  }));
  expect(parseJson(JSON.stringify(orders))).toEqual(orders);
});

test('a member called __proto__ is one like any other', () => {
  const value = parseJson('{"__proto__":{"isHostile":true}}') as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect('isHostile' in value).toBe(false);
});

test('a request with JSON is a POST with that body; a second body or a GET is refused', async () => {
  const bodies: string[] = [];
  const { url, requests } = await serve((request, response) => {
    request.setEncoding('utf8').on('data', (part: string) => bodies.push(part));
    request.on('end', () => response.end('NONE'));
  });
  const { read } = adapterWith().purchase;
  const buying = (request: object) =>
    open(url, {}, adapterWith({ purchase: { read, describe: () => request } })).purchase(
      offer,
      purchaseCall(),
    );
  const json = { call: 'fly', most: 25, word: 'é"' };
  expect((await failure(buying({ json }))).code).toBe('OUT_OF_STOCK');
  expect(requests[0]?.method).toBe('POST');
  expect(requests[0]?.headers['content-type']).toBe('application/json');
  expect(JSON.parse(bodies.join(''))).toEqual(json);
  expect((await failure(buying({ json, form: { a: '1' } }))).code).toBe('INVALID_INPUT');
  expect((await failure(buying({ json, method: 'GET' }))).code).toBe('INVALID_INPUT');
  expect(requests).toHaveLength(1);
});
