import { expect, test } from 'vitest';
import byDefault, { numberland } from '../src/index.ts';

const input = (field: string) =>
  expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) });

test('every setting passes', () => {
  const settings = {
    apiKey: 'k',
    id: 'my-account',
    baseUrl: 'http://127.0.0.1:1/v2.php',
    allowInsecureHttp: true,
    countries: { EE: '8' },
    services: { telegram: '1' },
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(numberland.parseSettings(settings)).toEqual(settings);
  expect(numberland.parseSettings({ apiKey: 'k' })).toEqual({ apiKey: 'k' });
  expect(byDefault).toBe(numberland);
  const provider = numberland.create(numberland.parseSettings(settings));
  expect(provider.manifest).toMatchObject({ id: 'my-account', limits: { requests: 5 } });
});

test('words of ours and ids are read in any spelling', () => {
  expect(
    numberland.parseSettings({ apiKey: 'k', countries: { uk: 44 }, services: { tg: 1, WhatsApp: '2' } }),
  ).toEqual({ apiKey: 'k', countries: { GB: '44' }, services: { telegram: '1', whatsapp: '2' } });
});

test('what is not said is as the guide has it', () => {
  expect(numberland.create({ apiKey: 'k' }).manifest).toEqual({
    id: 'numberland',
    apiVersion: 1,
    limits: { requests: 25, perMs: 1000, concurrent: 4 },
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 4000 },
  });
});

test.each([
  [{ baseUrl: 'http://example.com/v2.php' }, 'baseUrl'],
  [{ countries: { Atlantis: '8' } }, 'countries.Atlantis'],
  [{ countries: { EE: 'ee' } }, 'countries.EE'],
  [{ countries: { EE: 0 } }, 'countries.EE'],
  [{ countries: { EE: 1.5 } }, 'countries.EE'],
  [{ countries: { EE: '8', RU: '8' } }, 'countries.RU'],
  [{ countries: { GB: '8', UK: '9' } }, 'countries.UK'],
  [{ countries: { 'numberland:7': '8' } }, 'countries.numberland:7'],
  [{ services: { nonsense: '8' } }, 'services.nonsense'],
  [{ services: { telegram: null } }, 'services.telegram'],
  [{ services: [] }, 'services'],
  [{ unit: 'Toman' }, 'unit'],
])('%j is refused by name', (raw, field) => {
  expect(() => numberland.parseSettings({ apiKey: 'k', ...raw })).toThrow(input(field));
});
