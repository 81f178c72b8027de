import { expect, test } from 'vitest';
import byDefault, { smspva } from '../src/index.ts';
import { page, refused, reply } from './support.ts';

test('every setting passes', () => {
  const settings = {
    apiKey: 'k',
    id: 'my-pva',
    currency: 'EUR',
    baseUrl: 'http://127.0.0.1:1/activation',
    allowInsecureHttp: true,
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(smspva.parseSettings(settings)).toEqual(settings);
  expect(smspva.parseSettings({ apiKey: 'k' })).toEqual({ apiKey: 'k' });
  expect(byDefault).toBe(smspva);
  expect(smspva.create(settings).manifest).toMatchObject({ id: 'my-pva', limits: { requests: 5 } });
  expect(smspva.create({ apiKey: 'k' }).manifest).toEqual({
    id: 'smspva',
    apiVersion: 1,
    limits: { requests: 10, perMs: 1000, concurrent: 4 },
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true, charges: 'delivery' },
    timing: { pollMs: 5000, lifetimeMs: 600_000 },
  });
});

test.each([
  [{}, 'apiKey'],
  [{ apiKey: 'k', id: 'A' }, 'id'],
  [{ apiKey: 'k', baseUrl: 'http://x.example' }, 'baseUrl'],
  [{ apiKey: 'k', currency: 'coins' }, 'currency'],
  [{ apiKey: 'k', operator: 'any' }, 'operator'],
])('%j is refused by name', (raw, field) => {
  expect(() => smspva.parseSettings(raw)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test('its words', () => {
  const words = smspva.vocabulary?.({ apiKey: '', id: 'mine' });
  expect(words).toMatchObject({ provider: 'mine', assumed: [] });
  expect(words?.countryIds('GB')).toEqual([{ id: 'UK' }]);
  expect(words?.countryIds('mine:LU')).toEqual([{ id: 'LU' }]);
  expect(words?.countryIds('AQ')).toEqual([]);
  expect([words?.serviceCode('paypal'), words?.serviceCode('ebay')]).toEqual(['opt83', 'opt83']);
  expect(words?.serviceCode('divar')).toBeUndefined();
});

test('a host is recognised by its envelope, and surely by a karma', () => {
  const { recognition } = smspva;
  const judge = (answers: Record<string, ReturnType<typeof reply> | null>) =>
    recognition?.judge({
      url: 'https://shop.example/activation',
      hasKey: true,
      answers: new Map(Object.entries(answers)),
    });
  const wrong = { 'balance, wrong key': reply(refused(401), 401) };
  expect(judge(wrong)).toMatchObject([
    { name: 'smspva', sureness: 'likely', settings: { baseUrl: 'https://shop.example/activation' } },
  ]);
  expect(judge({ ...wrong, userinfo: reply(page.user) })).toMatchObject([{ sureness: 'sure' }]);
  expect(judge({ ...wrong, userinfo: reply(refused(401), 401) })).toMatchObject([
    { sureness: 'likely', notes: ['It does not accept your key.'] },
  ]);
  for (const text of ['', '{}', '{"error":{"type":"a","description":"b"}}', '{"statusCode":401}', '[]'])
    expect(judge({ 'balance, wrong key': reply(text, 401) })).toEqual([]);
  expect(judge({ 'balance, wrong key': null })).toEqual([]);
});
