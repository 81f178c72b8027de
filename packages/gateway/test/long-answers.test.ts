import { listCountries } from '@numroute/core';
import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { openGateway, TOKEN } from './support/gateway.ts';

test('a price list of several parts comes whole, with its length, to whoever asks', async () => {
  const services = [
    'telegram',
    'whatsapp',
    'google',
    'instagram',
    'facebook',
    'tiktok',
    'twitter',
    'discord',
  ];
  const world = createWorld({
    currency: 'USD',
    offers: listCountries().flatMap(({ code }) =>
      services.map((service, n) => ({ service, country: code, price: `0.${n + 1}`, stock: 5 })),
    ),
    funds: '100',
  });
  await using sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles.herosms) });
  const vendor = { id: 'dollar', profile: 'herosms', url: sandbox.url, apiKey: world.secret } as const;
  await using running = await openGateway([{ ...vendor, currency: 'USD' }]);
  const ask = () => fetch(`${running.url}/stubs/handler_api.php?api_key=${TOKEN}&action=getPrices`);
  const [one, other] = await Promise.all([ask(), ask()]);
  const text = await one.text();
  expect(text.length).toBeGreaterThan(65_536);
  expect(one.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  expect((await other.text()) === text).toBe(true);
  const said = JSON.parse(text) as Record<string, Record<string, { cost: number }>>;
  expect(Object.keys(said).length).toBeGreaterThan(150);
  expect(said['34']?.['wa']).toMatchObject({ cost: 0.2 });
});
