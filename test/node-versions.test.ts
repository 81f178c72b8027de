import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arzancellDialect } from '../packages/arzancell/src/index.ts';
import { createWorld, startSandbox } from '../packages/testkit/src/index.ts';
import { fencesOf } from './docs/fences.ts';
import { packAll } from './packed/pack.ts';
import { startRegistry } from './packed/registry.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');
const desk = mkdtempSync(path.join(tmpdir(), 'numroute-nodes-'));
const nodeOf = (alias: string): string =>
  path.join(import.meta.dirname, 'nodes', 'node_modules', alias, 'bin', 'node');
const [tooOld, oldest] = [nodeOf('node-20'), nodeOf('node-22')];

const names = readdirSync(path.join(root, 'packages')).map(
  (folder): string =>
    JSON.parse(readFileSync(path.join(root, 'packages', folder, 'package.json'), 'utf8')).name,
);

/** The README's program, at a simulated vendor in the place of the real one. */
function readmeAt(settings: object): string {
  const [readme] = fencesOf(root, 'README.md').filter(({ language }) => language === 'ts');
  const key = "{ apiKey: process.env['ARZANCELL_API_KEY'] ?? '' }";
  if (!readme?.code.includes(key)) throw new Error('the README has another program');
  // What its `declare` promises is a global.
  return `globalThis.signUp = { askForCode: async () => {}, enter: async (code) => console.log('entered', code) };
    ${readme.code.replace(key, JSON.stringify(settings))}`;
}

// The packages of Node are for Linux x64.
describe.skipIf(!existsSync(tooOld))('the packages, installed from their tarballs', () => {
  beforeAll(async () => {
    await using registry = await startRegistry(root, await packAll(root, desk));
    writeFileSync(path.join(desk, 'package.json'), '{ "private": true, "type": "module" }');
    const quiet = [
      '--no-audit',
      '--no-fund',
      '--registry',
      registry.url,
      '--cache',
      path.join(desk, 'cache'),
    ];
    await run('npm', ['install', ...quiet, ...names], { cwd: desk });
  }, 240_000);
  // A folder of packages takes a busy disk its time.
  afterAll(() => rmSync(desk, { recursive: true, force: true, maxRetries: 5 }), 240_000);

  test('on Node 20 every one of them says in one sentence what is needed', async () => {
    // The command loads what it needs later, and says it by itself.
    const libraries = names.filter((name) => name !== 'numroute');
    const script = `
      const said = {};
      for (const name of ${JSON.stringify(libraries)}) said[name] = await import(name).then(() => '', (error) => error.message);
      console.log(JSON.stringify(said));`;
    const { stdout } = await run(tooOld, ['--input-type=module', '--eval', script], { cwd: desk });
    const sentence = 'numroute needs Node 22.19 or newer, this is 20.20.2.';
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(libraries.map((name) => [name, sentence])));
    const command = run(tooOld, [path.join(desk, 'node_modules', 'numroute', 'dist', 'main.js'), '--help']);
    await expect(command).rejects.toMatchObject({ code: 1, stdout: '', stderr: `${sentence}\n` });
  });

  test.each([
    ['the oldest that will do', oldest],
    ['the one of this repository', process.execPath],
  ])("the README's program signs up twice on %s", { timeout: 60_000 }, async (_, node) => {
    const world = createWorld({
      currency: 'IRT',
      offers: [{ service: 'telegram', country: 'EE', price: '8400', stock: 9 }],
      onOrder: ({ id, status, messages }) => {
        if (status !== 'open' || messages.length > 0) return;
        setImmediate(() => world.receiveSms(id, 'Your code: 04567'));
      },
    });
    await using sandbox = await startSandbox({ world, dialect: arzancellDialect() });
    const folder = mkdtempSync(path.join(desk, 'program-'));
    const settings = { apiKey: world.secret, baseUrl: sandbox.url, allowInsecureHttp: true };
    writeFileSync(path.join(folder, 'sign-up.ts'), readmeAt(settings));
    const argv = ['--disable-warning=ExperimentalWarning', 'sign-up.ts'];
    const { stdout, stderr } = await run(node, argv, { cwd: folder });
    expect(stderr).toBe('');
    expect(stdout).toBe('entered 04567\nsigned up for 0.075 USD\nentered 04567\n');
    expect(world.orders.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
    const command = path.join('node_modules', 'numroute', 'dist', 'main.js');
    expect((await run(node, [command, '--version'], { cwd: desk })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

test('every manifest of this repository, and its README, ask for the same Node', () => {
  const manifests = execFileSync('git', ['ls-files', '*package.json'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const engines = manifests.split('\n').flatMap((file) => {
    const { engines } = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
    return engines === undefined ? [] : [engines.node];
  });
  expect(new Set(engines)).toEqual(new Set(['>=22.19']));
  expect(readFileSync(path.join(root, 'README.md'), 'utf8')).not.toMatch(/Node (?!22\.19 or newer)\d/);
});
