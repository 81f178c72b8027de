import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend, offer, reply } from './support.ts';

type Headers = Record<string, string>;

const read = (text: string, status = 200, headers: Headers = {}, name: ProfileName = 'herosms') =>
  smsActivateAdapter(profiles[name]).purchase.read(reply(text, status, headers), offer);
const status = (text: string, http: number, headers: Headers = {}) =>
  smsActivateAdapter(profiles.herosms).fetchOrder(fakeSend({ getStatus: reply(text, http, headers) }), '77');

const order = '{"activationId":77,"phoneNumber":"13322000000","activationCost":0.5}';

describe('a refusal by its HTTP status', () => {
  test.each([
    ['{"message":"Unauthenticated."}', 401],
    ['{"error":"who are you"}', 401],
    ['', 401],
    ['{"title":"BAD_API_KEY"}', 403],
    ['{"message":"Unauthenticated."}', 403],
  ])('%j with HTTP %d is a key that is not accepted', async (text, http) => {
    expect(read(text, http)).toMatchObject({ outcome: 'rejected', code: 'UNAUTHORIZED' });
    await expect(status(text, http)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  test.each([
    ['<html>401 Authorization Required</html>', 401],
    [order, 401],
    ['{"error":"odd"}', 403],
    ['{"error":"odd"}', 402],
    ['{"title":"SERVER_ERROR"}', 401],
  ])('%j with HTTP %d proves nothing', (text, http) => {
    expect(read(text, http)).toMatchObject({ outcome: 'unknown' });
  });
});

const RAY = '8f3a1c2b4d5e6f70';
const edge = { server: 'cloudflare', 'cf-ray': `${RAY}-FRA` };
const page = (code: number, ray = RAY) =>
  `<!DOCTYPE html><html><head><title>Access denied | site used Cloudflare to restrict access</title></head><body><h1><span>Error</span> <span>${code}</span></h1><p>Ray ID: ${ray}</p></body></html>`;
const challenge = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';

describe('the filter in front of a site', () => {
  test.each([
    ['error code: 1010', 403, edge],
    ['error code: 1015', 429, edge],
    ['error code: 1020', 403, edge],
    ['error code: 1020', 503, edge],
    [page(1020), 403, edge],
    [page(1015), 429, edge],
    [challenge, 403, { ...edge, 'cf-mitigated': 'challenge' }],
  ])('%j (%d) was answered before the site was asked', async (text, http, headers) => {
    const wait = { retryAfterMs: 30_000 };
    expect(read(text, http, headers)).toMatchObject({ outcome: 'rejected', code: 'RATE_LIMITED', ...wait });
    expect(read(text, http, { ...headers, 'retry-after': '12' })).toMatchObject({ retryAfterMs: 12_000 });
    await expect(status(text, http, headers)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: wait });
  });

  test.each([
    // Nothing proves who answered.
    ['error code: 1020', 403, {}],
    ['error code: 1020', 403, { server: 'cloudflare' }],
    ['error code: 1020', 403, { server: 'nginx', 'cf-ray': `${RAY}-FRA` }],
    ['error code: 1020', 403, { ...edge, 'cf-ray': 'x' }],
    [page(1020), 403, {}],
    [page(1020, 'ffffffffffffffff'), 403, edge],
    [challenge, 403, edge],
    ['<html>blocked</html>', 403, edge],
    // The site was asked: its own reply passed the same edge.
    ['error code: 1020', 403, { ...edge, 'cf-cache-status': 'DYNAMIC' }],
    ['error code: 520', 503, edge],
    ['error code: 1020', 502, edge],
    ['error code: 1020', 200, edge],
    [`error code: 1020\n${order}`, 403, edge],
    [`${page(1020)}${order}`, 403, edge],
  ])('%j (%d %o) may have come from the site', (text, http, headers) => {
    expect(read(text, http, headers)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('how long to wait', () => {
  const title = (info: string) => `{"title":"RATE_LIMIT","info":{${info}}}`;

  test.each([
    [title('"retry_after_seconds":60'), {}, 60_000],
    ['{"title":"RATE_LIMIT","retry_after":7}', {}, 7_000],
    [title('"retryAfter":"1.5"'), {}, 1_500],
    ['{"what":"too fast","info":{"retry_after_seconds":60}}', {}, 60_000],
    [title('"retry_after_seconds":60'), { 'retry-after': '3' }, 60_000],
    ['Too Many Requests', { 'retry-after': '3' }, 3_000],
    // No time at all, and times that nobody means.
    ['Too Many Requests', { 'retry-after': '0' }, 10_000],
    [title('"retry_after_seconds":0'), {}, 10_000],
    [title('"retry_after_seconds":0'), { 'retry-after': '3' }, 3_000],
    ['Too Many Requests', { 'retry-after': '999999' }, 10_000],
    ['Too Many Requests', { 'retry-after': '-5' }, 10_000],
    [title('"retry_after_seconds":1e9'), {}, 10_000],
    ['{"title":"BANNED","info":{"scope":"global","retry_after_seconds":0}}', {}, 1_800_000],
    ['{"title":"BANNED","info":{"scope":"global","retry_after_seconds":86400}}', {}, 86_400_000],
  ])('%s, %o: %d ms', (text, headers, retryAfterMs) => {
    expect(read(text, 429, headers as Headers)).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs });
  });

  test('a server that cannot serve now may say it, too', async () => {
    await expect(status('SERVER_ERROR', 503, { 'retry-after': '20' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { retryAfterMs: 20_000 },
    });
    await expect(status('<html>', 503, {})).rejects.not.toHaveProperty('details.retryAfterMs');
  });

  test('a ban of purchases holds up the orders that live for a minute at most', async () => {
    const ban = '{"title":"BANNED","info":{"scope":"global","retry_after_seconds":3600}}';
    expect(read(ban, 403)).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3_600_000 });
    await expect(status(ban, 403)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterMs: 60_000 },
    });
    await expect(status("BANNED:'2026-1-5 10-20-30'", 200)).rejects.toMatchObject({
      details: { retryAfterMs: 60_000 },
    });
  });
});

describe('a word with something behind it', () => {
  test.each([
    ['NO_NUMBERS:', 'OUT_OF_STOCK'],
    ['NO_NUMBERS: Numbers Not Found. Try Later', 'OUT_OF_STOCK'],
    ['WRONG_MAX_PRICE:0.35', 'PRICE_ABOVE_LIMIT'],
    ['WRONG_MAX_PRICE: 15', 'PRICE_ABOVE_LIMIT'],
    ["BANNED:'2026-01-05 10-20-30'", 'RATE_LIMITED'],
    ['BANNED:2026-1-5', 'RATE_LIMITED'],
    ['UNPROCESSABLE_ENTITY:service:INVALID', 'REJECTED'],
    ['{"error":"NO_BALANCE: please top up"}', 'INSUFFICIENT_FUNDS'],
  ])('%s is %s', (text, code) => {
    expect(read(text)).toMatchObject({ outcome: 'rejected', code });
  });

  test.each([
    `NO_NUMBERS:${order}`,
    `NO_NUMBERS: ${order}`,
    `WRONG_MAX_PRICE:0.35\n${order}`,
    `NO_NUMBERS\n${order}`,
    'NO_NUMBERS:ACCESS_NUMBER:77:13322000000',
    'NO_NUMBERS\nACCESS_NUMBER:77:13322000000',
    'NO_NUMBERS:77:13322000000',
    'NO_NUMBERS:13322000000',
    'NO_BALANCE:0.35',
    'BAD_KEY: order 77',
    'WRONG_MAX_PRICE:0.35:77',
    'WRONG_MAX_PRICE:0.35 13322000000',
    "BANNED:'2026-01-05 10-20-30' 13322000000",
    `{"error":"NO_NUMBERS:{}"}`,
    `{"error":"NO_NUMBERS","data":${order}}`,
    `{"error":"NO_NUMBERS","details":${JSON.stringify(order)}}`,
    '{"error":"NO_NUMBERS","result":[{"id":77,"phone":"13322000000"}]}',
    '{"error":"NO_NUMBERS","\\u0061ctivationId":77}',
  ])('%j may stand beside an order', (text) => {
    for (const http of [200, 402, 404, 429]) {
      expect([http, read(text, http).outcome]).toEqual([http, 'unknown']);
    }
  });

  test.each([
    `{"data":${order}}`,
    `Warning: slow down ${order}`,
    `{"data":{"activationId":77,"phoneNumber":"133`,
    '{"data":{"id":77,"phone":"13322000000"}',
    '{"data":{"id":77,"phone":"13322000000"}}',
    'sold 13322000000',
    `<html>${order}</html>`,
    '[{"id":77}]',
  ])('nor does HTTP 429 or 401 prove anything beside %j', (text) => {
    for (const http of [401, 429]) expect([http, read(text, http).outcome]).toEqual([http, 'unknown']);
  });

  test.each(['', 'Too Many Requests', '<html>slow down</html>', '{"error":"slow down"}', '{"data":[]}'])(
    'HTTP 429 with %j is too fast',
    (text) => {
      expect(read(text, 429)).toMatchObject({ outcome: 'rejected', code: 'RATE_LIMITED' });
    },
  );
});

describe('fuzz', () => {
  const id = fc.integer({ min: 1, max: 2 ** 40 }).map(String);
  const phone = fc.integer({ min: 10_000_000, max: 99_999_999_999 }).map(String);
  const receipt = fc.tuple(id, phone, fc.boolean()).map(([one, number, isText]) => {
    if (isText) return `ACCESS_NUMBER:${one}:${number}`;
    return JSON.stringify({ activationId: one, phoneNumber: number, activationCost: 0.5 });
  });
  const words = fc.constantFrom(
    ...['NO_NUMBERS', 'WRONG_MAX_PRICE:0.35', 'BAD_KEY', 'NO_BALANCE', 'RATE_LIMIT', 'BANNED'],
    ...["BANNED:'2026-1-5 10-20-30'", 'UNPROCESSABLE_ENTITY:service:INVALID', 'Too Many Requests', ''],
  );
  const between = fc.constantFrom(':', ': ', '\n', ' ', ',', '\r\n\r\n', '<br>', '');
  const wrapped = fc.oneof(
    fc.tuple(words, between, receipt).map((parts) => parts.join('')),
    fc.tuple(receipt, between, words).map((parts) => parts.join('')),
    fc.tuple(words, receipt).map(([error, data]) => JSON.stringify({ error, data })),
    fc
      .tuple(words, receipt)
      .map(([title, text]) => `{"title":"${title}","info":{"a":[${JSON.stringify(text)}]}}`),
    // Cut off behind the id.
    fc.tuple(receipt, fc.nat(20)).map(([text, cut]) => `{"data":${text.slice(0, text.length - cut)}`),
    fc.tuple(words, receipt).map(([word, text]) => `<html>${word}${text}</html>`),
  );
  const names = fc.constantFrom(...(Object.keys(profiles) as ProfileName[]));
  const http = fc.constantFrom(200, 201, 400, 401, 402, 403, 404, 409, 422, 429, 503);
  const headers = fc.constantFrom<Headers>({}, edge, { ...edge, 'cf-mitigated': 'challenge' });

  test('a reply that holds an order is never a refusal', () => {
    fc.assert(
      fc.property(wrapped, http, headers, names, (text, code, given, name) => {
        expect(read(text, code, given, name).outcome).not.toBe('rejected');
      }),
      { numRuns: runs(400) },
    );
  });

  test('behind a word that refuses there is never a number of five digits, but for a price or a date', () => {
    fc.assert(
      fc.property(
        words,
        fc.string(),
        fc.stringMatching(/^[\d:. {}"a-z]{0,20}$/),
        names,
        (word, junk, more, name) => {
          const text = `${word.split(':')[0]}:${junk}${more}`;
          const said = read(text, 200, {}, name);
          if (said.outcome !== 'rejected' || /^(?:WRONG_MAX_PRICE|BANNED|UNPROC)/.test(text)) return;
          expect(text).not.toMatch(/\d/);
        },
      ),
      { numRuns: runs(400) },
    );
  });
});
