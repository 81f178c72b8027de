import { expect, test } from 'vitest';
import byDefault, { arzancell } from '../src/index.ts';

const input = (field: string) =>
  expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) });

test('every setting passes', () => {
  const settings = {
    apiKey: 'k',
    id: 'my-site',
    baseUrl: 'http://127.0.0.1:1/x.php',
    allowInsecureHttp: true,
    keyParameter: 'key',
    unit: 'usd',
    transport: 'post-form',
    countries: { EE: 'est' },
    services: { telegram: 'tlg' },
    proxy: 'socks5://127.0.0.1:1080',
    proxyAuth: 'nobody:a-password',
    timeoutMs: 1000,
    purchaseTimeoutMs: 2000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
  };
  expect(arzancell.parseSettings(settings)).toEqual(settings);
  expect(arzancell.parseSettings({ apiKey: 'k' })).toEqual({ apiKey: 'k' });
  expect(byDefault).toBe(arzancell);
  const provider = arzancell.create(arzancell.parseSettings(settings));
  expect(provider.manifest).toMatchObject({ id: 'my-site', limits: { requests: 5 } });
});

test.each([
  [{}, 'apiKey'],
  [{ apiKey: '' }, 'apiKey'],
  [{ apiKey: 'a b' }, 'apiKey'],
  [{ apiKey: 7 }, 'apiKey'],
  [{ id: 'A' }, 'id'],
  [{ baseUrl: 'ftp://x' }, 'baseUrl'],
  [{ baseUrl: 'x' }, 'baseUrl'],
  [{ baseUrl: 'HTTP://example.com' }, 'baseUrl'],
  [{ keyParameter: 'action' }, 'keyParameter'],
  [{ keyParameter: 'a b' }, 'keyParameter'],
  [{ unit: 'Credits' }, 'unit'],
  [{ transport: 'soap' }, 'transport'],
  [{ countries: { Atlantis: 'x' } }, 'countries.Atlantis'],
  [{ countries: { EE: 'est', LV: 'est' } }, 'countries.LV'],
  [{ countries: { 'arzancell:x': 'est' } }, 'countries.arzancell:x'],
  [{ countries: { EE: 'any' } }, 'countries.EE'],
  [{ services: { nonsense: 'x' } }, 'services.nonsense'],
  [{ services: [] }, 'services'],
  [JSON.parse('{"services":{"__proto__":"x"}}'), 'services.__proto__'],
  [{ limits: { requests: 0, perMs: 1, concurrent: 1 } }, 'limits.requests'],
  [{ limits: { requests: 1, perMs: 1, concurrent: 1, x: 1 } }, 'limits'],
  [{ allowInsecureHttp: 'yes' }, 'allowInsecureHttp'],
  [{ proxy: 'socks4://x' }, 'proxy'],
  [{ proxyAuth: 'nobody' }, 'proxyAuth'],
  [{ timeoutMs: '5' }, 'timeoutMs'],
  [{ purchaseTimeoutMs: -1 }, 'purchaseTimeoutMs'],
  [{ apikey: 'k' }, 'apikey'],
  [JSON.parse('{"__proto__":1}'), '__proto__'],
])('#2 %j is refused by name', (raw, field) => {
  const given = 'apiKey' in raw || field === 'apiKey' ? raw : { ...raw, apiKey: 'k' };
  const settings = field === '__proto__' ? JSON.parse('{"apiKey":"k","__proto__":1}') : given;
  expect(() => arzancell.parseSettings(settings)).toThrow(input(field));
});

test.each([undefined, null, 'text', [], 5])('%j is no settings object', (raw) => {
  expect(() => arzancell.parseSettings(raw)).toThrow(input('settings'));
});

test('#3 no error repeats the key', () => {
  try {
    arzancell.parseSettings({ apiKey: 'top secret' });
    expect.unreachable();
  } catch (error) {
    expect(JSON.stringify(error) + String(error)).not.toContain('top');
  }
});
