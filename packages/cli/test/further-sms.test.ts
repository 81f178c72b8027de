import { arzancellDialect } from '@numroute/arzancell';
import type { Dialect } from '@numroute/core';
import { fivesimDialect } from '@numroute/fivesim';
import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { type Ran, ran, withConfig } from './io.ts';

const limits = { requests: 100, perMs: 1000, concurrent: 10 };

/** Buys at one vendor; the first SMS comes at once, the next as soon as it is waited for. */
async function buying(
  plugin: string,
  dialect: Dialect,
  more: object,
  argv: readonly string[],
  comes = 20,
  together = 1,
): Promise<Ran & { readonly status: string | undefined }> {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'US', pool: '1', price: '0.1', stock: 9 }],
  });
  await using sandbox = await startSandbox({ world, dialect });
  const settings = { id: 'shop', apiKey: { env: 'KEY' }, baseUrl: sandbox.url, allowInsecureHttp: true };
  const config = { providers: [{ plugin, settings: { ...settings, limits, ...more } }] };
  let sent = 0;
  const onOut = (all: string): void => {
    const wanted = all.includes('for SMS 3') ? 3 : all.includes('for SMS 2') ? 2 : 1;
    const { id } = world.orders.at(-1) ?? {};
    if (id === undefined || sent >= Math.min(wanted, comes)) return;
    sent = wanted;
    for (let n = wanted; n < wanted + together; n += 1) world.receiveSms(id, `Your code: ${n}${n}${n}${n}`);
  };
  const env = { KEY: world.secret };
  const run = ['buy', 'telegram', '--max', '1USD', '--wait', '8s', ...argv];
  const result = await withConfig(config, (cwd) => ran(run, { onOut, cwd, env }));
  return { ...result, status: world.orders.at(-1)?.status };
}

const hero = (argv: readonly string[], comes?: number) =>
  buying('@numroute/sms-activate', smsActivateDialect(profiles.herosms), { profile: 'herosms' }, argv, comes);

test('waits for as many SMS as were wanted, shows each as it comes, and finishes', {
  timeout: 60_000,
}, async () => {
  const { code, out, status } = await hero(['--sms', '3']);
  expect([...out.matchAll(/Code: (\d+)/g)].map(([, one]) => one)).toEqual(['1111', '2222', '3333']);
  expect(out.indexOf('Waiting up to 8 s for SMS 2 of 3')).toBeGreaterThan(out.indexOf('Code: 1111'));
  expect([code, status]).toEqual([0, 'finished']);
});

test('one SMS is enough unless more are wanted', async () => {
  const { code, out, status } = await hero([]);
  expect(out).not.toContain('for SMS 2');
  expect([code, status]).toEqual([0, 'finished']);
});

test('says that a vendor gives one SMS only, and keeps it', async () => {
  const { code, out, status } = await buying('@numroute/arzancell', arzancellDialect(), { unit: 'USD' }, [
    '--sms',
    '2',
  ]);
  expect(out).toContain('Code: 1111');
  expect(out).toContain('No further SMS can be asked for: shop gives one SMS for each number.');
  expect([code, status]).toEqual([0, 'delivered']);
});

test('says that no further SMS came, and keeps what there is', { timeout: 60_000 }, async () => {
  const { code, out, status } = await hero(['--sms', '2', '--wait', '8s'], 1);
  expect(out).toMatch(/Code: 1111[\s\S]*No further SMS came\./);
  expect([code, status]).toEqual([0, 'finished']);
});

test('shows each of several SMS that came together', { timeout: 60_000 }, async () => {
  const { code, out, status } = await buying('@numroute/fivesim', fivesimDialect(), {}, ['--sms', '2'], 1, 2);
  expect([...out.matchAll(/Code: (\d+)/g)].map(([, one]) => one)).toEqual(['1111', '2222']);
  expect([code, status]).toEqual([0, 'finished']);
});
