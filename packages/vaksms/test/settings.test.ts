import { describe, expect, test } from 'vitest';
import byDefault, { vaksms } from '../src/index.ts';
import { page, reply } from './support.ts';

const apiKey = 'k';

test('every setting passes', () => {
  const settings = {
    apiKey,
    currency: 'USD',
    id: 'my-vak',
    baseUrl: 'http://127.0.0.1:1/api',
    allowInsecureHttp: true,
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(vaksms.parseSettings(settings)).toEqual(settings);
  expect(byDefault).toBe(vaksms);
  expect(vaksms.create(settings).manifest).toMatchObject({ id: 'my-vak', limits: { requests: 5 } });
  expect(vaksms.create({ apiKey, currency: 'RUB' }).manifest).toEqual({
    id: 'vaksms',
    apiVersion: 1,
    limits: { requests: 30, perMs: 30_000, concurrent: 4 },
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 5000, lifetimeMs: 7_200_000 },
  });
});

test.each([
  [{ apiKey }, 'currency'],
  [{ apiKey, currency: 'roubles' }, 'currency'],
  [{ currency: 'RUB' }, 'apiKey'],
  [{ apiKey, currency: 'RUB', baseUrl: 'http://x.example' }, 'baseUrl'],
  [{ apiKey, currency: 'RUB', operator: 'any' }, 'operator'],
])('%j is refused by name', (raw, field) => {
  expect(() => vaksms.parseSettings(raw)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test('its words', () => {
  const words = vaksms.vocabulary?.({ apiKey, currency: 'RUB', id: 'my-vak' });
  expect(words?.countryIds('GB')).toEqual([{ id: 'gb' }]);
  expect(words?.serviceCode('google')).toBe('gl');
  expect(words?.serviceCode('my-vak:zz9')).toBe('zz9');
  expect(words?.serviceCode('snappfood')).toBeUndefined();
  expect(words).toMatchObject({ provider: 'my-vak', assumed: ['countries', 'services'] });
});

describe('recognition', () => {
  const { recognition } = vaksms;
  const sighting = (
    answers: Readonly<Record<string, ReturnType<typeof reply>>>,
    url = 'https://x.example/api',
  ) => ({
    url,
    hasKey: false,
    answers: new Map(Object.entries(answers)),
  });
  const countries = reply(page.countries);
  const wrongKey = { 'balance, wrong key': reply('{"error":"apiKeyNotFound"}') };

  test('it asks below /api, and nothing that costs', () => {
    expect(recognition?.ask(sighting({})).map(({ path }) => path)).toEqual([
      'getCountryList/',
      'getBalance/',
    ]);
    expect(recognition?.ask(sighting({}, 'https://x.example/api/handler.php'))).toEqual([]);
    expect(recognition?.paths).toEqual(['/api']);
  });

  test.each([
    ['sure', { countries, ...wrongKey }],
    ['sure', { countries, 'balance, wrong key': reply(page.nobody, 400) }],
    ['likely', { countries }],
    ['likely', wrongKey],
  ])('%s', (sureness, answers) => {
    expect(recognition?.judge(sighting(answers))).toMatchObject([
      { name: 'vaksms', sureness, settings: { baseUrl: 'https://x.example/api' }, missing: ['currency'] },
    ]);
  });

  test.each([
    { countries: reply('[]') },
    { countries: reply('[{"id":1,"rus":"Россия"}]') },
    { countries: reply(page.countries, 404) },
    { 'balance, wrong key': reply('BAD_KEY') },
    { 'balance, wrong key': reply(page.noMoney) },
    { 'balance, wrong key': reply('{"error":"apiKeyNotFound"}', 500) },
  ])('%j is somebody else', (answers) => {
    expect(recognition?.judge(sighting(answers))).toEqual([]);
  });
});
