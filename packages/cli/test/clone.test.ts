import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { ran, withConfig } from './io.ts';

async function clone(settings: object = {}) {
  const world = createWorld({
    currency: 'EUR',
    offers: [
      { service: 'telegram', country: 'EE', price: '0.30', stock: 2 },
      { service: 'telegram', country: 'GB', price: '0.20', stock: 2 },
    ],
  });
  const dialect = smsActivateDialect({ ...profiles.classic, currency: 'EUR' });
  const sandbox = await startSandbox({ world, dialect });
  const entry = { id: 'my-shop', baseUrl: sandbox.url, currency: 'EUR', ...settings };
  const config = {
    providers: [
      {
        plugin: '@numroute/sms-activate',
        settings: { ...entry, apiKey: { env: 'MY_SHOP_KEY' }, allowInsecureHttp: true },
      },
    ],
  };
  const env = { MY_SHOP_KEY: world.secret };
  return {
    world,
    config,
    env,
    run: (argv: readonly string[]) => withConfig(config, (cwd) => ran(argv, { cwd, env })),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

test('a new clone is its id, address and currency in the config: compared', async () => {
  await using shop = await clone();
  const { code, out } = await shop.run(['compare', 'telegram']);
  expect(out).toMatch(/0\.2 EUR +0\.2 EUR +2 {2}GB United Kingdom +my-shop/);
  expect(out).toMatch(/0\.3 EUR +0\.3 EUR +2 {2}EE Estonia +my-shop/);
  expect(code).toBe(0);
  expect((await shop.run(['balance'])).out).toMatch(/my-shop +1,000,000(\.00)? EUR/);
});

test('a new clone is its id, address and currency in the config: bought from, its code delivered', async () => {
  await using shop = await clone();
  const { world, config, env } = shop;
  const { code, out } = await withConfig(config, (cwd) =>
    ran(['buy', 'telegram', '--country', 'EE', '--max', '0.5EUR', '--wait', '30s'], {
      cwd,
      env,
      onOut: () => {
        for (const { id, messages } of world.orders) {
          if (messages.length === 0) world.receiveSms(id, 'Your code: 04567');
        }
      },
    }),
  );
  expect(out).toContain('04567');
  expect(code).toBe(0);
  expect(world.orders).toMatchObject([{ country: 'EE', status: 'finished' }]);
});

test('ids that the config corrects are read and asked by', async () => {
  // The shop says 34 for what the config calls Latvia, and 16 for what nobody calls anything now.
  await using shop = await clone({ countries: { LV: 34, GB: 999 } });
  const { out } = await shop.run(['compare', 'telegram', '--json']);
  expect(JSON.parse(out).offers.map(({ country }: { country: string }) => country)).toEqual([
    'my-shop:16',
    'LV',
  ]);
});

test.each([
  [{ countries: { EE: 'any' } }, 'providers[0].settings.countries.EE'],
  [{ services: { telegran: 'tg' } }, 'providers[0].settings.services.telegran'],
  [{ currency: 'gold' }, 'providers[0].settings.currency'],
  [{ profile: 'vak', currency: undefined }, 'providers[0].settings.currency'],
])('%j is refused by its place in the file', async (settings, place) => {
  await using shop = await clone(settings);
  const { code, err } = await shop.run(['compare', 'telegram']);
  expect(err).toContain(place);
  expect(code).toBe(2);
});
