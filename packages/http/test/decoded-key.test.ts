import { inspect } from 'node:util';
import { money, type OrderReport } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { type Adapter, parseJson } from '../src/index.ts';
import { createRedactor } from '../src/wire/redact.ts';
import { adapterWith, call, failure, offer, open, purchaseCall, serve, sinks } from './helpers.ts';

const KEYS = ['8b1a9953c4611296a827abf8c47804d7', `a+b/c=&<'">%9`, 'clé+1234'];

const each = (key: string, spell: (sign: string, code: number) => string): string =>
  [...key].map((sign) => spell(sign, sign.charCodeAt(0))).join('');
const hex = (code: number, length = 2): string => code.toString(16).padStart(length, '0');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Ways to write a key into a JSON string, from which a parser makes the key again. */
const jsonSpellings: Readonly<Record<string, (key: string) => string>> = {
  'one letter escaped': (key) =>
    key.slice(0, 3) +
    each(key.slice(3, 4), (_, code) => `\\u${hex(code, 4)}`) +
    JSON.stringify(key.slice(4)).slice(1, -1),
  'every letter escaped': (key) => each(key, (_, code) => `\\u${hex(code, 4)}`),
  'capital hex': (key) => each(key, (_, code) => `\\u${hex(code, 4).toUpperCase()}`),
  'signs of HTML escaped, as PHP and .NET do': (key) =>
    each(key, (sign, code) => (/\w/.test(sign) ? sign : `\\u${hex(code, 4).toUpperCase()}`)),
  'slashes escaped': (key) => JSON.stringify(key).slice(1, -1).replaceAll('/', '\\/'),
};

/** Ways that no parser of ours undoes, but a reader of a log may. */
const otherSpellings: Readonly<Record<string, (key: string) => string>> = {
  'JSON within JSON': (key) => each(key, (_, code) => `\\\\u${hex(code, 4)}`),
  'every letter in %': (key) => [...Buffer.from(key)].map((byte) => `%${hex(byte)}`).join(''),
  'every letter in % twice': (key) => [...Buffer.from(key)].map((byte) => `%25${hex(byte)}`).join(''),
  'decimal entities': (key) => each(key, (_, code) => `&#${code};`),
  'hex entities': (key) => each(key, (_, code) => `&#x${hex(code, 4)};`),
  'named entities, escaped again': (key) =>
    key.replace(/[&<>"]/g, (sign) => `&amp;${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[sign]};`),
  'base64 of a URL': (key) => base64(`https://vendor.example/?x=1&api_key=${encodeURIComponent(key)}&y=2`),
  'base64 of a URL, one byte further': (key) =>
    base64(`https://vendor.example/?xx=1&api_key=${encodeURIComponent(key)}&y=2`),
  'base64 of a URL, two bytes further': (key) =>
    base64(`https://vendor.example/?xxx=1&api_key=${encodeURIComponent(key)}&y=2`),
  'base64 of a header': (key) => base64(`x-api-key: ${key}`),
  'hex with blanks': (key) => [...Buffer.from(key)].map((byte) => hex(byte)).join(' '),
};

const jsonAdapter = (): Adapter => {
  const fields = (text: string) => parseJson(text) as { id: string; text: string };
  const reportOf = (text: string): OrderReport => ({
    id: fields(text).id,
    status: 'open',
    messages: [{ text: fields(text).text }],
  });
  return adapterWith({
    listOffers: async (send) => [{ ...offer, handle: fields((await send({})).text).text }],
    fetchOrder: async (send) => reportOf((await send({})).text),
    listOpenOrders: async (send) => [reportOf((await send({})).text)],
    purchase: {
      describe: () => ({}),
      read: ({ text }) => ({ outcome: 'accepted', receipt: reportOf(text) }),
    },
  });
};

describe.each(KEYS)('the key %s that comes back', (apiKey) => {
  test.each(Object.entries(jsonSpellings))('%s: is in no order, offer or error', async (_, spell) => {
    expect(JSON.parse(`"${spell(apiKey)}"`)).toBe(apiKey);
    const { url } = await serve((_request, response) =>
      response.end(`{"id":"7","text":"x ${spell(apiKey)} y"}`),
    );
    const provider = open(url, { apiKey }, jsonAdapter());
    const said = [
      await provider.listOffers({}, call()),
      await provider.fetchOrder('7', call()),
      await provider.listOpenOrders?.(call()),
      await provider.purchase(offer, purchaseCall()),
    ];
    expect(inspect(said, { depth: null })).not.toContain(apiKey);
    expect(said[1]).toMatchObject({ messages: [{ text: 'x [secret] y' }] });
  });

  test.each(Object.entries(jsonSpellings))('%s as an order id: no order', async (_, spell) => {
    const { url } = await serve((_request, response) => response.end(`{"id":"${spell(apiKey)}","text":"x"}`));
    const error = await failure(open(url, { apiKey }, jsonAdapter()).purchase(offer, purchaseCall()));
    expect(error.code).toBe('OUTCOME_UNKNOWN');
    expect(sinks(error)).not.toContain(apiKey);
    expect(error.details).toMatchObject({ vendorWord: '{"id":"[secret]","text":"x"}' });
  });

  test.each(Object.entries({ ...jsonSpellings, ...otherSpellings }))('%s: is struck', (name, spell) => {
    const struck = createRedactor([apiKey]).strike(`before ${spell(apiKey)} after`);
    if (!name.startsWith('base64')) expect(struck).toBe('before [secret] after');
    else {
      const [, left = '', right = ''] = /^before (.*)\[secret\](.*) after$/.exec(struck) ?? [];
      const decoded = ['', 'A', 'AA', 'AAA'].map((shift) => Buffer.from(shift + right, 'base64').toString());
      for (const text of [Buffer.from(left, 'base64').toString(), ...decoded]) {
        expect(text).not.toContain(apiKey.slice(0, 3));
        expect(text).not.toContain(encodeURIComponent(apiKey.slice(-3)));
      }
    }
  });

  test('decoded by the adapter itself: is struck all the same', async () => {
    const { url } = await serve((_request, response) => response.end(base64(base64(apiKey))));
    const decode = (text: string) => Buffer.from(Buffer.from(text, 'base64').toString(), 'base64').toString();
    const adapter = adapterWith({
      fetchOrder: async (send, id) => ({
        id,
        status: 'open',
        messages: [{ text: decode((await send({})).text) }],
      }),
      fetchBalance: async () => money('1', 'USD'),
    });
    const provider = open(url, { apiKey }, adapter);
    expect((await provider.fetchOrder('7', call())).messages).toEqual([{ text: '[secret]' }]);
    expect(await provider.fetchBalance?.(call())).toEqual(money('1', 'USD'));
  });
});

describe('a text in parts', () => {
  const key = KEYS[0] ?? '';
  const spelt = [key, ...Object.values(jsonSpellings).map((spell) => spell(key))];

  test('is struck as a whole one is, however the key is cut', () => {
    const redactor = createRedactor([key]);
    for (const spelling of spelt) {
      const text = `${'é😀'.repeat(3000)}${spelling}${'😀'.repeat(3000)}${spelling}`;
      for (const size of [1, 7, spelling.length - 1, 5000, 12_001]) {
        const parts = text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
        expect([...redactor.strikeParts(parts)].join('') === redactor.strike(text)).toBe(true);
      }
    }
  });

  test('keeps both halves of a sign in one part', () => {
    const text = '😀'.repeat(20_000);
    const parts = [...createRedactor([key]).strikeParts([text.slice(0, 30_000), text.slice(30_000)])];
    expect(parts.filter((part) => !part.isWellFormed())).toEqual([]);
    expect(parts.join('') === text).toBe(true);
  });

  test('is read no further than somebody wants', () => {
    let read = 0;
    const parts = {
      *[Symbol.iterator]() {
        for (; read < 600; read += 1) yield '8b1a9953c4611296a827abf8c47804d'.repeat(500);
      },
    };
    for (const _part of createRedactor([key]).strikeParts(parts)) break;
    expect(read).toBeLessThan(3);
  });
});

test('a long reply comes in parts that no key is in, and as one text', async () => {
  const apiKey = KEYS[0] ?? '';
  const body = `${'x'.repeat(65_000)}${apiKey}${'é'.repeat(65_000)}\u0038${apiKey.slice(1)} `;
  const { url } = await serve((_request, response) => response.end(body));
  const seen: unknown[] = [];
  const adapter = adapterWith({
    listOffers: async (send) => {
      const { parts = [], text } = await send({ maxBytes: 1_000_000 });
      // As often as somebody reads it.
      for (let n = 0; n < 2; n += 1) seen.push([...parts].join('').trim() === text, [...parts].length > 1);
      seen.push(text.length);
      expect(text.includes(apiKey.slice(1))).toBe(false);
      return [];
    },
  });
  await open(url, { apiKey }, adapter).listOffers({}, call());
  expect(seen).toEqual([true, true, true, true, 130_016]);
});
