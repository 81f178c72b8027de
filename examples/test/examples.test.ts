import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { startVendor } from '../market.ts';

const run = promisify(execFile);

/** Without the user's own config. */
const folder = mkdtempSync(path.join(tmpdir(), 'numroute-examples-'));
const bare = { PATH: process.env['PATH'], HOME: folder };
afterAll(() => rmSync(folder, { recursive: true }));

const start = (name: string, args: readonly string[] = [], env: object = {}) =>
  run(
    process.execPath,
    ['--conditions=@numroute/source', fileURLToPath(new URL(`../${name}`, import.meta.url)), ...args],
    { cwd: folder, env: { ...bare, ...env }, timeout: 150_000 },
  );

async function outputOf(name: string, ...args: readonly string[]): Promise<string> {
  return (await start(name, args)).stdout;
}

/** The variables of a config of one ArzanCell. */
function configFor(baseUrl: string): object {
  const file = path.join(folder, 'mine.json');
  const settings = { id: 'my-shop', apiKey: { env: 'SHOP_KEY' }, baseUrl, allowInsecureHttp: true };
  const rates = [{ base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' }];
  const providers = [{ plugin: '@numroute/arzancell', settings }];
  writeFileSync(file, JSON.stringify({ providers, rates, currency: 'USD' }));
  return { NUMROUTE_CONFIG: file };
}

test('compare-prices ranks across currencies and says what it left out', async () => {
  const out = await outputOf('compare-prices.ts');
  expect(out).toContain('SIMULATED');
  expect(out).toMatch(
    /0\.075 USD \(8400 IRT\) +3 left +Estonia +toman-shop\n +0\.11 USD .*dollar-shop\n +0\.42 USD .*United Kingdom/,
  );
  expect(out).toContain('left out: euro-shop, 0.08 EUR in EE: out-of-stock');
  expect(out).toContain('rate: 1 USD = 112000 IRT (made up, 2026-11-20)');
});

test('compare-prices takes a service and a country', async () => {
  const out = await outputOf('compare-prices.ts', 'wa', 'ee');
  expect(out).toMatch(/0\.05 USD \(5600 IRT\) +1400 left/);
});

test('compare-prices asks the vendors of a config', async () => {
  const offer = { service: 'telegram', country: 'EE', price: '8400', stock: 3 };
  await using vendor = await startVendor('shop', 'IRT', [offer]);
  const { baseUrl = '', apiKey } = vendor.settings;
  const { stdout } = await start('compare-prices.ts', [], { ...configFor(baseUrl), SHOP_KEY: apiKey });
  expect(stdout).toMatch(/^telegram at your vendors:\n +0\.075 USD \(8400 IRT\) .* my-shop\nrate: .*test/);
});

test('compare-prices says a typo in one sentence, and fails where nobody answers', async () => {
  const failed = (words: readonly string[], env?: object) =>
    start('compare-prices.ts', words, env).catch((error: unknown) => error);
  expect(await failed(['telegrm'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^service: expected .*did you mean telegram.*\n$/),
  });
  expect(await failed([], { ...configFor('https://127.0.0.1:1/'), SHOP_KEY: 'any' })).toMatchObject({
    code: 6,
    stdout: expect.stringContaining('no answer: my-shop'),
  });
});

test('buy-one-code buys, reads the code and finishes', async () => {
  const out = await outputOf('buy-one-code.ts');
  expect(out).toMatch(/^bought \+372\d+ from toman-shop for 8400 IRT\ncode: 53917\nthe order is finished\n$/);
});

test('with-inversify runs on what was rebound: strategy, clock, journal and one provider', async () => {
  const out = await outputOf('with-inversify.ts');
  expect(out.split('\n').slice(0, 4)).toEqual([
    '60 left at euro-shop for 0.08 EUR',
    '40 left at dollar-shop for 0.11 USD',
    '9 left at pigeon for 0.09 USD',
    '3 left at toman-shop for 8400 IRT',
  ]);
  expect(out).toContain('bought from euro-shop; our journal says open');
  expect(out).toContain('and not at its own');
  expect(out).toMatch(/^\d+ price lists were read$/m);
  expect(out).toContain('the gateway answers 200: {"orders":[]');
});

test('own-numbers runs a suite without a network: a number each, and none is lent twice', async () => {
  expect(await outputOf('own-numbers.ts')).toBe(
    [
      'signed up with +15550001111, spent 0 USD',
      'signed up with +15550002222, spent 0 USD',
      'while both were held: out-of-stock',
      '',
    ].join('\n'),
  );
});

/** Only a developer's machine may have none. */
const hasBrowser = existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium') || Boolean(process.env['CI']);

test.skipIf(!hasBrowser)(
  'qa-suite signs up in a browser, within its time and its money',
  { timeout: 160_000 },
  async () => {
    const out = await outputOf('qa-suite.ts');
    expect(out).toMatch(/^Welcome, \+372\d+\n/);
    expect(out).toMatch(/^spent 0\.11 USD in \d+ s$/m);
    for (const [, refund] of out.matchAll(/^dead-shop: \w+, refund (\w+)$/gm))
      expect(refund).toMatch(/^(promised|seen)$/);
  },
);
