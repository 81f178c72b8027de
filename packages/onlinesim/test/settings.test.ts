import { expect, test } from 'vitest';
import byDefault, { onlinesim } from '../src/index.ts';
import { page, reply, say } from './support.ts';

test('every setting passes', () => {
  const settings = {
    apiKey: 'k',
    id: 'my-sim',
    currency: 'RUB',
    balance: 'total',
    baseUrl: 'http://127.0.0.1:1/api',
    allowInsecureHttp: true,
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(onlinesim.parseSettings(settings)).toEqual(settings);
  expect(byDefault).toBe(onlinesim);
  const all = onlinesim.create(onlinesim.parseSettings(settings));
  expect(all.manifest).toMatchObject({ id: 'my-sim', limits: { requests: 5 } });
  expect(all.fetchBalance).toBeDefined();
  const bare = onlinesim.create({ apiKey: 'k', currency: 'USD' });
  expect(bare.fetchBalance).toBeUndefined();
  expect(bare.manifest).toEqual({
    id: 'onlinesim',
    apiVersion: 1,
    limits: { requests: 1, perMs: 1000, concurrent: 1 },
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: false },
    timing: { pollMs: 8000, cancelAfterMs: 120_000, lifetimeMs: 900_000 },
  });
});

test.each([
  [{ currency: 'USD' }, 'apiKey'],
  [{ apiKey: 'k' }, 'currency'],
  [{ apiKey: 'k', currency: 'coins' }, 'currency'],
  [{ apiKey: 'k', currency: 'USD', balance: 'somewhere' }, 'balance'],
  [{ apiKey: 'k', currency: 'USD', baseUrl: 'http://x.example' }, 'baseUrl'],
  [{ apiKey: 'k', currency: 'USD', operator: 'any' }, 'operator'],
])('%j is refused by name', (raw, field) => {
  expect(() => onlinesim.parseSettings(raw)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test('its words', () => {
  const words = onlinesim.vocabulary?.({ apiKey: '', currency: 'USD', id: 'mine' });
  expect(words).toMatchObject({ provider: 'mine', assumed: ['countries', 'services'] });
  expect(words?.countryIds('KZ')).toEqual([{ id: '77' }]);
  expect(words?.serviceCode('facebook')).toBe('3223');
});

test('a host is recognised by its word for a wrong key, and surely by what it holds', () => {
  const { recognition } = onlinesim;
  const judge = (answers: Record<string, ReturnType<typeof reply> | null>) =>
    recognition?.judge({
      url: 'https://onlinesim.ru/api',
      hasKey: true,
      answers: new Map(Object.entries(answers)),
    });
  const wrong = { 'getBalance, wrong key': reply(say('ERROR_WRONG_KEY')) };
  expect(judge(wrong)).toMatchObject([
    { sureness: 'likely', settings: { baseUrl: 'https://onlinesim.ru/api' }, missing: ['currency'] },
  ]);
  expect(judge({ ...wrong, getBalance: reply(page.balance) })).toMatchObject([{ sureness: 'sure' }]);
  expect(judge({ ...wrong, getBalance: reply(say('ERROR_WRONG_KEY')) })).toMatchObject([
    { sureness: 'likely', notes: ['It does not accept your key.'] },
  ]);
  for (const text of ['', '{}', 'BAD_KEY', say('ERROR')])
    expect(judge({ 'getBalance, wrong key': reply(text) })).toEqual([]);
});
