import { describe, expect, test } from 'vitest';
import byDefault, { smspool } from '../src/index.ts';
import { defaultBaseUrl } from '../src/recognition.ts';
import { page, reply } from './support.ts';

test('every setting passes', () => {
  const settings = {
    apiKey: 'k',
    id: 'my-pool',
    baseUrl: 'http://127.0.0.1:1/',
    allowInsecureHttp: true,
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(smspool.parseSettings(settings)).toEqual(settings);
  expect(smspool.parseSettings({ apiKey: 'k' })).toEqual({ apiKey: 'k' });
  expect(byDefault).toBe(smspool);
  expect(smspool.create(settings).manifest).toMatchObject({ id: 'my-pool', limits: { requests: 5 } });
  expect(smspool.create({ apiKey: 'k' }).manifest).toEqual({
    id: 'smspool',
    apiVersion: 1,
    limits: { requests: 20, perMs: 1000, concurrent: 4 },
    traits: { priceGuard: true, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 3000 },
  });
});

test.each([
  [{}, 'apiKey'],
  [{ apiKey: 'a b' }, 'apiKey'],
  [{ apiKey: 'k', id: 'A' }, 'id'],
  [{ apiKey: 'k', baseUrl: 'ftp://x' }, 'baseUrl'],
  [{ apiKey: 'k', baseUrl: 'http://x.example' }, 'baseUrl'],
  [{ apiKey: 'k', limits: { requests: 0, perMs: 1, concurrent: 1 } }, 'limits.requests'],
  [{ apiKey: 'k', countries: {} }, 'countries'],
])('%j is refused by name', (raw, field) => {
  expect(() => smspool.parseSettings(raw)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test('its words', () => {
  const words = smspool.vocabulary?.({ apiKey: '', id: 'my-pool' });
  expect(words?.countryIds('GB')).toEqual([{ id: '2' }]);
  expect(words?.countryIds('AQ')).toEqual([]);
  expect(words?.serviceCode('openai')).toBe('671');
  expect(words?.serviceCode('my-pool:1227')).toBe('1227');
  expect(words?.serviceCode('divar')).toBeUndefined();
  expect(words).toMatchObject({ provider: 'my-pool', assumed: [] });
});

describe('recognition', () => {
  const { recognition } = smspool;
  const sighting = (
    answers: Readonly<Record<string, ReturnType<typeof reply>>>,
    url = 'https://x.example/',
  ) => ({
    url,
    hasKey: false,
    answers: new Map(Object.entries(answers)),
  });
  const countries = reply(page.countries);
  const wrongKey = { 'balance, wrong key': reply(page.wrongKey, 403) };

  test('it asks the root of a host, and nothing that costs', () => {
    expect(recognition?.ask(sighting({})).map(({ path }) => path)).toEqual([
      'country/retrieve_all',
      'request/balance',
    ]);
    expect(recognition?.ask(sighting({}, 'https://x.example/stubs/handler_api.php'))).toEqual([]);
  });

  test.each([
    ['sure', { countries, ...wrongKey }],
    ['likely', { countries }],
    ['likely', wrongKey],
  ])('%s', (sureness, answers) => {
    expect(recognition?.judge(sighting(answers))).toMatchObject([
      { name: 'smspool', sureness, settings: { baseUrl: 'https://x.example' } },
    ]);
  });

  test('its own address needs no setting', () => {
    const [likeness] = recognition?.judge(sighting({ countries }, `${defaultBaseUrl}/`)) ?? [];
    expect(likeness?.settings).toEqual({});
  });

  test.each([
    { countries: reply('[]') },
    { countries: reply('<html>') },
    { countries: reply(page.stock) },
    { countries: reply(page.countries, 404) },
    { 'balance, wrong key': reply('BAD_KEY') },
    { 'balance, wrong key': reply(page.wrongKey) },
  ])('%j is somebody else', (answers) => {
    expect(recognition?.judge(sighting(answers))).toEqual([]);
  });
});
