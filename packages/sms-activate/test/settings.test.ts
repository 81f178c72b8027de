import { describe, expect, test } from 'vitest';
import plugin, { profiles, smsActivate } from '../src/index.ts';

describe('settings', () => {
  test.each([
    { profile: 'herosms', apiKey: 'k' },
    { profile: 'herosms', apiKey: 'k', proxy: 'socks5://127.0.0.1:1080', proxyAuth: 'nobody:a-password' },
    { apiKey: 'k', id: 'mine', baseUrl: 'https://x.example/stubs/handler_api.php', currency: 'EUR' },
    { profile: 'smshub', apiKey: 'k', currency: 'USD', limits: { requests: 1, perMs: 1000, concurrent: 1 } },
  ])('%j makes a provider', async (raw) => {
    const provider = smsActivate.create(smsActivate.parseSettings(raw));
    expect(provider.manifest.id).toBe(
      'id' in raw ? raw.id : { herosms: 'herosms', smshub: 'smshub' }[raw.profile],
    );
    await provider.close?.();
  });

  test.each([
    [{ profile: 'herosms' }, 'apiKey'],
    [{ profile: 'nobody', apiKey: 'k' }, 'profile'],
    [{ profile: 'toString', apiKey: 'k' }, 'profile'],
    [{ apiKey: 'k', currency: 'USD' }, 'baseUrl'],
    [{ apiKey: 'k', baseUrl: 'https://x.example/' }, 'currency'],
    [{ apiKey: 'k', baseUrl: 'http://x.example/', currency: 'USD' }, 'baseUrl'],
    [{ profile: 'smshub', apiKey: 'k', currency: 'GBP' }, 'currency'],
    [{ profile: 'sms-verification-number', apiKey: 'k', currency: 'EUR' }, 'currency'],
    [{ profile: 'grizzly', apiKey: 'k' }, 'currency'],
    [{ profile: 'vak', apiKey: 'k' }, 'currency'],
    [{ profile: 'privatesms', apiKey: 'k' }, 'currency'],
    [{ profile: 'onlinesim', apiKey: 'k' }, 'currency'],
    [{ profile: 'fivesim', apiKey: 'k' }, 'currency'],
    [{ profile: 'herosms', apiKey: 'k', currency: 'gold' }, 'currency'],
    [{ profile: 'herosms', apiKey: 'k', pollMs: 0 }, 'pollMs'],
    [{ profile: 'herosms', apiKey: 'k', pollMs: '1000' }, 'pollMs'],
    [{ profile: 'daisysms', apiKey: 'k', pollMs: 2_999 }, 'pollMs'],
    [{ profile: 'smsbower', apiKey: 'k', pollMs: 1_000 }, 'pollMs'],
    [{ profile: 'herosms', apiKey: 'k', colour: 'red' }, 'colour'],
  ])('%j names %s', (raw, field) => {
    expect(() => smsActivate.parseSettings(raw)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
    );
  });
});

test.each([
  [{ profile: 'vak', apiKey: 'k' } as const, 'currency'],
  [{ apiKey: 'k', currency: 'USD' } as const, 'baseUrl'],
  [{ apiKey: 'k', baseUrl: 'https://x.example/' } as const, 'currency'],
])('%j, which no file was read for, makes no provider either', (settings, field) => {
  expect(() => smsActivate.create(settings)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test.each([
  [{ profile: 'herosms', apiKey: 'k' } as const, 1_000],
  [{ profile: 'herosms', apiKey: 'k', pollMs: 700 } as const, 700],
  [{ profile: 'daisysms', apiKey: 'k' } as const, 3_000],
  [{ profile: 'daisysms', apiKey: 'k', pollMs: 4_000 } as const, 4_000],
])('%j asks for one order every %d ms at most', async (raw, pollMs) => {
  const provider = smsActivate.create(smsActivate.parseSettings(raw));
  expect(provider.manifest.timing.pollMs).toBe(pollMs);
  await provider.close?.();
});

test('the plugin is the default export too', () => {
  expect(plugin).toBe(smsActivate);
});

test.each(Object.entries(profiles))('%s: a valid, unique id; https', (_name, profile) => {
  expect(profile.id).toMatch(/^[a-z0-9-]{1,50}$/);
  expect(Object.values(profiles).filter(({ id }) => id === profile.id)).toHaveLength(1);
  expect(profile.baseUrl ?? 'https:').toMatch(/^https:/);
});
