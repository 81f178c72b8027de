import { describe, expect, test } from 'vitest';
import byDefault, { smsman } from '../src/index.ts';
import { page, refusal, reply } from './support.ts';

const needed = { apiKey: 'k', currency: 'RUB' };

test('every setting passes', () => {
  const settings = {
    ...needed,
    id: 'my-man',
    baseUrl: 'http://127.0.0.1:1/control',
    allowInsecureHttp: true,
    unit: '0.01' as const,
    balance: 'total' as const,
    lifetimeMs: 900_000,
    cancelAfterMs: 60_000,
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(smsman.parseSettings(settings)).toEqual(settings);
  expect(byDefault).toBe(smsman);
  const mine = smsman.create(settings);
  expect(mine.manifest).toMatchObject({
    id: 'my-man',
    limits: { requests: 5 },
    timing: { pollMs: 5000, lifetimeMs: 900_000, cancelAfterMs: 60_000 },
  });
  expect(mine).toHaveProperty('fetchBalance');
});

test('what is not said is not known', () => {
  const provider = smsman.create(needed);
  expect(provider.manifest).toEqual({
    id: 'smsman',
    apiVersion: 1,
    limits: { requests: 1, perMs: 1000, concurrent: 2 },
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 5000, lifetimeMs: 1_200_000 },
  });
  expect(provider).not.toHaveProperty('fetchBalance');
});

test.each([
  [{ apiKey: 'k' }, 'currency'],
  [{ apiKey: 'k', currency: 'roubles' }, 'currency'],
  [{ currency: 'RUB' }, 'apiKey'],
  [{ ...needed, unit: '100' }, 'unit'],
  [{ ...needed, balance: 'all' }, 'balance'],
  [{ ...needed, lifetimeMs: 0 }, 'lifetimeMs'],
  [{ ...needed, cancelAfterMs: '1m' }, 'cancelAfterMs'],
  [{ ...needed, baseUrl: 'http://x.example' }, 'baseUrl'],
  [{ ...needed, countries: {} }, 'countries'],
])('%j is refused by name', (raw, field) => {
  expect(() => smsman.parseSettings(raw)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test('its words, as far as they are known without asking', () => {
  const words = smsman.vocabulary?.({ ...needed, id: 'my-man' });
  expect(words?.countryIds('TR')).toEqual([{ id: '62' }]);
  expect(words?.countryIds('GB')).toEqual([]);
  expect(words?.serviceCode('vk')).toBe('1');
  expect(words?.serviceCode('telegram')).toBeUndefined();
  expect(words).toMatchObject({ provider: 'my-man', assumed: ['countries', 'services'] });
});

describe('recognition', () => {
  const { recognition } = smsman;
  const sighting = (
    answers: Readonly<Record<string, ReturnType<typeof reply>>>,
    url = 'https://x.example/control',
  ) => ({
    url,
    hasKey: true,
    answers: new Map(Object.entries(answers)),
  });
  const wrongKey = { 'balance, wrong key': reply(page.wrongToken, 400) };

  test('it asks below /control, and sends the key where a word was seen', () => {
    const keys = (answers: Parameters<typeof sighting>[0]) =>
      recognition?.ask(sighting(answers)).map(({ key }) => key);
    expect(keys({})).toEqual(['wrong']);
    expect(keys(wrongKey)).toEqual(['wrong', 'own']);
    expect(recognition?.ask(sighting({}, 'https://x.example/stubs/handler_api.php'))).toEqual([]);
    expect(recognition?.paths).toEqual(['/control']);
  });

  test.each([
    ['likely', wrongKey],
    ['sure', { ...wrongKey, balance: reply(page.balance) }],
    ['likely', { ...wrongKey, balance: reply(page.wrongToken) }],
  ])('%s', (sureness, answers) => {
    expect(recognition?.judge(sighting(answers))).toMatchObject([
      { name: 'smsman', sureness, settings: { baseUrl: 'https://x.example/control' }, missing: ['currency'] },
    ]);
  });

  test.each([
    { 'balance, wrong key': reply('BAD_KEY') },
    { 'balance, wrong key': reply(refusal('no_numbers')) },
    { 'balance, wrong key': reply(page.wrongToken, 500) },
    { 'balance, wrong key': reply('{"error":"wrong_token"}') },
  ])('%j is somebody else', (answers) => {
    expect(recognition?.judge(sighting(answers))).toEqual([]);
  });
});
