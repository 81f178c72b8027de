import { expect, test } from 'vitest';
import byDefault, { textverified } from '../src/index.ts';
import { refusal, reply } from './support.ts';

test('every setting passes', () => {
  const settings = {
    apiKey: 'k',
    id: 'my-texts',
    username: 'user@example.com',
    services: { google: 'gmail' },
    baseUrl: 'http://127.0.0.1:1/api/pub/v2',
    allowInsecureHttp: true,
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(textverified.parseSettings(settings)).toEqual(settings);
  expect(byDefault).toBe(textverified);
  const all = textverified.create(textverified.parseSettings(settings));
  expect(all.manifest).toMatchObject({ id: 'my-texts', limits: { requests: 5 } });
  expect(textverified.create({ apiKey: 'k', username: 'u' }).manifest).toEqual({
    id: 'textverified',
    apiVersion: 1,
    limits: { requests: 5, perMs: 1000, concurrent: 4 },
    traits: { priceGuard: true, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 3000 },
  });
});

test.each([
  [{ username: 'u' }, 'apiKey'],
  [{ apiKey: 'k' }, 'username'],
  [{ apiKey: 'k', username: 'a\r\nb: c' }, 'username'],
  [{ apiKey: 'k', username: 'u', services: { google: 'allservices' } }, 'services.google'],
  [{ apiKey: 'k', username: 'u', baseUrl: 'http://x.example' }, 'baseUrl'],
  [{ apiKey: 'k', username: 'u', currency: 'USD' }, 'currency'],
])('%j is refused by name', (raw, field) => {
  expect(() => textverified.parseSettings(raw)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test('its words', () => {
  const words = textverified.vocabulary?.({ apiKey: '', username: '', services: { google: 'gmail' } });
  expect(words).toMatchObject({ provider: 'textverified', assumed: ['services'] });
  expect(words?.countryIds('US')).toEqual([{ id: 'US' }]);
  expect(words?.countryIds('CA')).toEqual([]);
  expect(['google', 'yahoo', 'divar'].map((one) => words?.serviceCode(one))).toEqual([
    'gmail',
    'yahoo',
    undefined,
  ]);
});

test('a host is recognised by the form of its errors', () => {
  const judge = (answers: Record<string, ReturnType<typeof reply> | null>) =>
    textverified.recognition?.judge({
      url: 'https://www.textverified.com/api/pub/v2',
      hasKey: true,
      answers: new Map(Object.entries(answers)),
    });
  const refused = reply(refusal('Unauthorized'), 401);
  expect(judge({ 'auth, wrong key': refused, 'account/me, no token': null })).toMatchObject([
    { sureness: 'likely' },
  ]);
  expect(judge({ 'auth, wrong key': refused, 'account/me, no token': refused })).toMatchObject([
    { sureness: 'sure', settings: {}, missing: ['username'] },
  ]);
  for (const text of ['', '{}', 'BAD_KEY', '{"errorCode":"x"}'])
    expect(judge({ 'auth, wrong key': reply(text, 401) })).toEqual([]);
});
