import { describe, expect, test } from 'vitest';
import { ran, terminal, widest, withConfig } from './io.ts';

/** What stands beside a provider. */
const beside = (out: string, provider: string): string | undefined =>
  out
    .split('\n')
    .find((line) => line.startsWith(`${provider} `))
    ?.slice(provider.length)
    .trim()
    .replace(/ {2,}/g, ' ');

describe('one word, at every vendor', () => {
  test('a service, by any of its spellings', async () => {
    const { code, out } = await ran(['services', 'FB']);
    expect(code).toBe(0);
    expect(out).toMatch(/^facebook: Facebook, also fb, meta-facebook\n\nPROVIDER +CODE\n/);
    expect(beside(out, 'herosms')).toBe('fb');
    expect(beside(out, 'onlinesim')).toBe('3223 assumed');
    expect(beside(out, 'arzancell')).toBe('facebook assumed');
    expect(out).toContain("assumed: nobody has read the vendor's own list.");
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  test('the United States are two products at the family, three ids at Tiger', async () => {
    const { out } = await ran(['countries', 'US']);
    expect(out).toMatch(/^US: United States, \+1\n/);
    expect(beside(out, 'sms-activate')).toBe('187, 12 (virtual)');
    expect(beside(out, 'herosms')).toBe('187');
    expect(beside(out, 'tiger-sms')).toBe('187, 1001, 12 (virtual)');
    expect(beside(out, 'daisysms')).toBe('187');
    expect(beside(out, 'fivesim')).toBe('usa');
    expect(beside(out, 'arzancell')).toBe('us, usa assumed');
  });

  test('what a vendor does not sell is a dash', async () => {
    const { out } = await ran(['countries', 'RU']);
    expect(beside(out, 'herosms')).toBe('-');
    expect(beside(out, 'smsbower')).toBe('0');
  });

  test('what nobody knows is said', async () => {
    expect(await ran(['services', 'zzzz'])).toMatchObject({ code: 3, out: 'None known by that name.\n' });
    expect(await ran(['countries', 'XX'])).toMatchObject({ code: 2 });
  });
});

test('all of them fit 80 columns, with the vendors that differ most', async () => {
  for (const [command, titles] of [
    ['services', /^SERVICE +NAME +SMS-ACTIVATE +ARZANCELL +FIVESIM$/m],
    ['countries', /^CODE +NAME +SMS-ACTIVATE +ARZANCELL +VAKSMS +FIVESIM$/m],
  ] as const) {
    const { code, out } = await ran([command], terminal(80));
    expect(code).toBe(0);
    expect(out).toMatch(titles);
    expect(out.split('\n').length).toBeGreaterThan(100);
    expect(widest(out)).toBeLessThanOrEqual(80);
    expect(out.replace(/\n */g, ' ')).toMatch(/`numroute (services telegram|countries EE)` shows one/);
  }
});

describe('as JSON', () => {
  test('a country', async () => {
    const { out } = await ran(['countries', 'us', '--json']);
    const { countries } = JSON.parse(out);
    expect(countries).toMatchObject([{ country: 'US', name: 'United States', callingCode: '1' }]);
    expect(countries[0].providers).toContainEqual({
      provider: 'tiger-sms',
      ids: ['187', '1001'],
      virtualIds: ['12'],
      assumed: false,
      configured: false,
    });
  });

  test('a service', async () => {
    const { out } = await ran(['services', 'qiwi', '--json']);
    const { services } = JSON.parse(out);
    expect(services).toMatchObject([{ service: 'qiwi' }]);
    expect(services[0].providers).toContainEqual({
      provider: 'herosms',
      code: null,
      assumed: false,
      configured: false,
    });
  });
});

describe('with a config', () => {
  const config = {
    providers: [
      {
        plugin: '@numroute/sms-activate',
        settings: {
          id: 'my-shop',
          baseUrl: 'https://shop.example/',
          currency: 'USD',
          apiKey: { env: 'KEY' },
          countries: { EE: 999, RU: null },
          services: { telegram: 'tele' },
        },
      },
      {
        plugin: '@numroute/arzancell',
        settings: { apiKey: { env: 'KEY' }, countries: { EE: 'est' }, services: { telegram: 'tlg' } },
      },
    ],
  };

  test("the user's own names stand first, in place of the vendor's", async () => {
    await withConfig(config, async (cwd) => {
      const env = { KEY: 'sk-secret' };
      const { out } = await ran(['countries', 'EE'], { cwd, env });
      expect(out.split('\n')[3]).toMatch(/^my-shop +999 +your config$/);
      expect(beside(out, 'arzancell')).toBe('est your config, assumed');
      expect(out.match(/^arzancell/gm)).toHaveLength(1);
      expect(beside(out, 'herosms')).toBe('34');
      const { out: russia } = await ran(['countries', 'RU'], { cwd, env });
      expect(beside(russia, 'my-shop')).toBe('- your config');
      const { out: telegram } = await ran(['services', 'telegram'], { cwd, env });
      expect([beside(telegram, 'my-shop'), beside(telegram, 'arzancell')]).toEqual([
        'tele your config',
        'tlg your config, assumed',
      ]);
      const all = await ran(['countries'], { ...terminal(80), cwd, env: { ...env, TERM: 'dumb' } });
      expect(all.out).toMatch(/^CODE +NAME +MY-SHOP +ARZANCELL +SMS-ACTIVATE/);
      expect(widest(all.out)).toBeLessThanOrEqual(80);
      expect(out + russia + telegram + all.out).not.toContain('sk-secret');
    });
  });

  test('that lacks its keys: said, and done without; asked for by name, refused', async () => {
    await withConfig(config, async (cwd) => {
      const { code, out, err } = await ran(['services', 'telegram'], { cwd });
      expect(code).toBe(0);
      expect(err).toContain('providers[0].settings.apiKey');
      expect(beside(out, 'arzancell')).toBe('telegram assumed');
      expect(out).not.toContain('my-shop');
      const named = await ran(['--config', 'numroute.config.json', 'services', 'telegram'], { cwd });
      expect(named.code).toBe(2);
    });
  });
});
