import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arzancell, arzancellDialect } from '@numroute/arzancell';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { ran, terminal, widest } from './io.ts';

const limits = { requests: 1_000, perMs: 1_000, concurrent: 10 };

/** Two vendors in a config: the cheaper one has sold nothing but silence, the other one codes. */
async function openMarket(ids: readonly [string, string] = ['dead', 'good']) {
  const cwd = await mkdtemp(path.join(tmpdir(), 'numroute-value-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const stall = async (id: string, price: string) => {
    const world = createWorld({
      currency: 'USD',
      offers: [{ service: 'telegram', country: 'GB', pool: 'tele2', price, stock: 9 }],
    });
    const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
    onTestFinished(() => sandbox.close());
    return { id, world, settings: { id, baseUrl: sandbox.url, allowInsecureHttp: true, limits } };
  };
  const stalls = [await stall(ids[0], '0.1'), await stall(ids[1], '0.11')];
  const providers = stalls.map(({ id, settings }) => ({
    plugin: '@numroute/arzancell',
    settings: { ...settings, apiKey: { env: id } },
  }));
  await writeFile(path.join(cwd, 'numroute.config.json'), JSON.stringify({ providers, currency: 'USD' }));
  const env = Object.fromEntries(stalls.map(({ id, world }) => [id, world.secret]));
  return {
    cwd,
    env,
    stalls,
    compare: (...argv: string[]) => ran(['compare', 'telegram', ...argv], { cwd, env }),
    /** On a terminal. */
    seen: (columns: number, ...argv: string[]) =>
      ran(['compare', 'telegram', ...argv], {
        ...terminal(columns),
        cwd,
        env: { ...env, ...terminal(columns).env },
      }),
  };
}

test('without a journal, codes are ranked by what is usual; none is created', async () => {
  const { cwd, seen } = await openMarket();
  const { code, out, err } = await seen(80, '--by', 'value');
  expect(err).toBe('');
  expect(out).toMatch(/CHANCE +TIME +A CODE COSTS +KNOWN FROM +COUNTRY/);
  expect(out).toMatch(/^\* 1 .* \d+% +\d+ s +0\.\d+ USD +usual .*dead\/tele2$/m);
  expect(out).toContain('* cheapest by the code now.');
  expect(out).toContain('CHANCE of a code, and mean TIME to it');
  expect(widest(out)).toBeLessThanOrEqual(80);
  expect(code).toBe(0);
  expect(existsSync(path.join(cwd, 'numroute.sqlite'))).toBe(false);
});

test('the journal is learnt from, while its owner has it open; --json has the outlook', async () => {
  const { cwd, stalls, compare } = await openMarket();
  const journal = sqliteJournal({ file: path.join(cwd, 'numroute.sqlite') });
  const router = createRouter({
    journal,
    providers: stalls.map(({ world, settings }) => arzancell.create({ ...settings, apiKey: world.secret })),
  });
  onTestFinished(async () => {
    await router.close();
    await journal.close();
  });
  const [dead, good] = stalls;
  for (let n = 0; n < 6; n += 1) {
    const order = await router.buy({ service: 'telegram' }, { maxPrice: '1 USD', providers: ['good'] });
    good?.world.receiveSms(order.id, 'code 12345');
    await router.finish(await router.fetch(order));
  }
  // The service took none of these numbers: each would never have had its code.
  for (let n = 0; n < 6; n += 1) {
    const order = await router.buy({ service: 'telegram' }, { maxPrice: '1 USD', providers: ['dead'] });
    await router.cancel(order, { insist: true, fault: 'refused' });
  }
  expect(dead?.world.orders).toHaveLength(6);

  const byPrice = await compare();
  expect(byPrice.out).toMatch(/^\* 1 .*dead\/tele2$/m);
  expect(byPrice.out).not.toContain('KNOWN FROM');
  const byValue = await compare('--by', 'value');
  expect(byValue.out).toMatch(/^\* 1 .*measured .*good\/tele2$/m);
  const { by, offers } = JSON.parse((await compare('--by', 'value', '--json')).out);
  expect(by).toBe('value');
  expect(offers.map(({ provider }: { provider: string }) => provider)).toEqual(['good', 'dead']);
  const [better, worse] = offers.map(({ outlook }: { outlook: object }) => outlook);
  expect(better).toMatchObject({
    from: 'measured',
    perCode: { currency: 'USD' },
    meanMs: expect.any(Number),
  });
  expect(better.chance).toBeGreaterThan(worse.chance);
  expect(JSON.parse((await compare('--json')).out).offers[0]).not.toHaveProperty('outlook');
});

test('what is too wide for a terminal gives way: the price as asked, the stock, the name of the country', async () => {
  const { seen, compare } = await openMarket(['a-vendor-with-a-name', 'another-with-a-name']);
  const { out } = await seen(80, '--by', 'value');
  expect(out).not.toMatch(/ASKED|STOCK|United/);
  expect(out).toMatch(/ KNOWN FROM {2}COUNTRY {2}PROVIDER\/POOL$/m);
  expect(out).toMatch(/ usual {7}GB {7}a-vendor-with-a…$/m);
  const { out: narrow } = await seen(60, '--by', 'value');
  expect(narrow).toMatch(/^ +# +PRICE +CHANCE +A CODE COSTS {2}COUNTRY +PROVIDER\/POOL$/m);
  expect(narrow).toMatch(/^\* 1 {2}0\.10 USD +\d+% +0\.\d{4} USD {2}GB +a-vendor-with…$/m);
  expect(widest(narrow)).toBeLessThanOrEqual(60);
  const { out: piped } = await compare('--by', 'value');
  expect(piped).toMatch(/ 0\.1 USD +9 .* GB United Kingdom {2}a-vendor-with-a-name\/tele2$/m);
});

test('an unknown --by names the choices', async () => {
  const { code, err } = await ran(['compare', 'telegram', '--by', 'luck']);
  expect(err).toContain('--by: expected one of price, value, got "luck"');
  expect(code).toBe(2);
});
