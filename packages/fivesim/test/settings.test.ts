import { expect, test } from 'vitest';
import byDefault, { fivesim } from '../src/index.ts';

const input = (field: string) =>
  expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) });

test('every setting passes', () => {
  const settings = {
    apiKey: 'eyJhbGciOiJSUzUxMiJ9.e30.c2ln',
    id: 'my-5sim',
    baseUrl: 'http://127.0.0.1:1/v1',
    allowInsecureHttp: true,
    currency: 'RUB',
    operator: 'any',
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(fivesim.parseSettings(settings)).toEqual(settings);
  expect(fivesim.parseSettings({ apiKey: 'k' })).toEqual({ apiKey: 'k' });
  expect(byDefault).toBe(fivesim);
  expect(fivesim.create(fivesim.parseSettings(settings)).manifest).toEqual({
    id: 'my-5sim',
    apiVersion: 1,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
    traits: { priceGuard: true, stock: 'estimate', refundsOnCancel: true, messages: 'many' },
    timing: { pollMs: 3000 },
  });
  expect(fivesim.create({ apiKey: 'k' }).manifest).toMatchObject({
    id: 'fivesim',
    limits: { requests: 50, perMs: 1000 },
    traits: { priceGuard: false },
  });
});

test.each([
  [{}, 'apiKey'],
  [{ apiKey: 'a b' }, 'apiKey'],
  [{ id: 'A' }, 'id'],
  [{ baseUrl: 'HTTP://example.com' }, 'baseUrl'],
  [{ currency: 'coins' }, 'currency'],
  [{ currency: 7 }, 'currency'],
  [{ operator: 'virtual53' }, 'operator'],
  [{ operator: true }, 'operator'],
  [{ profile: 'fivesim' }, 'profile'],
])('%j is refused by name', (raw, field) => {
  const settings = field === 'apiKey' ? raw : { ...raw, apiKey: 'k' };
  expect(() => fivesim.parseSettings(settings)).toThrow(input(field));
});

test('its names, where it has some', () => {
  const known = fivesim.vocabulary?.({ apiKey: 'k', id: 'mine' });
  expect(known).toMatchObject({ provider: 'mine', assumed: [] });
  expect(known?.countryIds('GB')).toEqual([{ id: 'england' }]);
  expect(known?.countryIds('mine:atlantis')).toEqual([{ id: 'atlantis' }]);
  expect(known?.countryIds('AQ')).toEqual([]);
  expect(known?.serviceCode('vk')).toBe('vkontakte');
  expect(known?.serviceCode('okx')).toBeUndefined();
});
