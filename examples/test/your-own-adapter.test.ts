import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { dialect } from '../your-own-adapter/src/index.ts';

const run = promisify(execFile);
const examples = fileURLToPath(new URL('..', import.meta.url));
const program = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));

// As somebody who installed it: built, by its name, by its path in examples/package.json.
const numroute = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  (await run(process.execPath, [program, ...args], { cwd: examples, env: { ...process.env, ...env } }))
    .stdout;

test('the adapter is loaded by name from the config, and compares', async () => {
  const world = createWorld({
    currency: 'USD',
    funds: '12.50',
    offers: [
      { service: 'telegram', country: 'EE', price: '0.14', stock: 40 },
      { service: 'telegram', country: 'EE', price: '0.11', stock: 5 },
    ],
  });
  await using sandbox = await startSandbox({ world, dialect });
  const env = { PIGEON_API_KEY: world.secret, PIGEON_URL: sandbox.url };
  expect(await numroute(['compare', 'telegram'], env)).toMatch(
    /0\.11 USD +5 +EE Estonia +pigeon\n.*0\.14 USD +40 +EE Estonia +pigeon/,
  );
  expect(await numroute(['balance'], env)).toMatch(/pigeon.*12\.5 USD/s);
});

test('the adapter is put to the proof by its name', { timeout: 60_000 }, async () => {
  const out = await numroute(['verify', 'numroute-pigeon', '--json']);
  expect(JSON.parse(out)).toMatchObject({ passed: true, providers: [{ counts: { fail: 0, deviates: 0 } }] });
});
