import { chown, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import { startSandbox } from '@numroute/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findConfig, userConfig } from '../src/config/find.ts';
import { ran } from './io.ts';
import { openCliShop } from './shop.ts';

const isRoot = process.getuid?.() === 0;

/** A shop whose config lies in the folder, and another folder beside it. */
async function shopIn(...folder: string[]) {
  const { cwd: root, env } = await openCliShop();
  const place = join(root, ...folder);
  await mkdir(place, { recursive: true });
  const config = join(place, 'numroute.config.json');
  if (folder.length > 0) await rename(join(root, 'numroute.config.json'), config);
  const elsewhere = join(root, 'elsewhere', 'below');
  await mkdir(elsewhere, { recursive: true });
  return { root, env, config, elsewhere };
}

describe('the config is found', () => {
  test('in a folder above, and the journal lies beside it', async () => {
    const { root, env, elsewhere } = await shopIn();
    const { code, out } = await ran(
      ['buy', 'telegram', '--max', '9000IRT', '--wait', '1s', '--refund-wait', '0s'],
      {
        cwd: elsewhere,
        env,
      },
    );
    expect(out).not.toBe('');
    expect(code).toBe(4);
    expect(await readdir(root)).toContain('numroute.sqlite');
    expect(await readdir(elsewhere)).toEqual([]);
  });

  test('without a command, in a folder above, it is compared and no demo is shown', async () => {
    const { env, elsewhere } = await shopIn();
    const { out } = await ran([], { cwd: elsewhere, env });
    expect(out).toMatch(/8400 IRT|8,400 IRT/);
    expect(out).not.toContain('SIMULATED');
  });

  test.each([
    ['XDG_CONFIG_HOME', ['numroute'], (root: string) => ({ XDG_CONFIG_HOME: root })],
    ['HOME', ['.config', 'numroute'], (root: string) => ({ HOME: root })],
    ['NUMROUTE_CONFIG, relative', ['x'], () => ({ NUMROUTE_CONFIG: '../../x/numroute.config.json' })],
  ])('by %s', async (_, folder, more) => {
    const { root, env, elsewhere } = await shopIn(...folder);
    const { code, out } = await ran(['balance'], { cwd: elsewhere, env: { ...env, ...more(root) } });
    expect(out).toMatch(/^arzancell .*IRT/);
    expect(code).toBe(0);
  });

  test('--config before NUMROUTE_CONFIG, that before this folder, this one before the one above, the user’s last', async () => {
    const { root, elsewhere } = await shopIn();
    const config = 'numroute.config.json';
    const user = { HOME: join(root, 'home') };
    await mkdir(join(root, 'home', '.config', 'numroute'), { recursive: true });
    await writeFile(join(root, 'home', '.config', 'numroute', config), '{}');
    await writeFile(join(elsewhere, config), '{}');
    const env = { ...user, NUMROUTE_CONFIG: 'named.json' };
    const by = async (...args: Parameters<typeof findConfig>) => (await findConfig(...args))?.by;
    expect(await by({ cwd: elsewhere, env }, 'other.json')).toBe('--config');
    expect(await by({ cwd: elsewhere, env })).toBe('NUMROUTE_CONFIG');
    expect(await by({ cwd: elsewhere, env: user })).toBe('this folder');
    expect(await by({ cwd: join(elsewhere, '..'), env: user })).toBe('a folder above');
    expect(await by({ cwd: '/', env: user })).toBe('your config folder');
  });

  test('on Windows in %APPDATA%', () => {
    expect(userConfig({ APPDATA: '/roaming', HOME: '/home' }, 'win32')).toBe(
      join('/roaming', 'numroute', 'numroute.config.json'),
    );
    expect(userConfig({}, 'linux')).toBeUndefined();
  });

  test('one that is named and missing is an error, though another would be found', async () => {
    const { root, env } = await shopIn();
    const { code, err } = await ran(['balance'], {
      cwd: root,
      env: { ...env, NUMROUTE_CONFIG: 'none.json' },
    });
    expect(err).toContain('NUMROUTE_CONFIG: expected a config file');
    expect(code).toBe(2);
  });

  test.skipIf(!isRoot)('one above that belongs to another user is refused, unless it is named', async () => {
    const { root, env, config, elsewhere } = await shopIn();
    await chown(config, 12_345, 12_345);
    const { code, err } = await ran(['balance'], { cwd: elsewhere, env });
    expect(err.replace(/\s+/g, ' ')).toContain('belongs to another user');
    expect(code).toBe(2);
    expect(await ran(['balance'], { cwd: root, env })).toMatchObject({ code: 0 });
    expect(await ran(['--config', config, 'balance'], { cwd: elsewhere, env })).toMatchObject({ code: 0 });
  });
});

describe('variables from a file', () => {
  let key: string;
  let env: Readonly<Record<string, string>>;
  let cwd: string;

  async function open(text: string | undefined, file = '.env') {
    const shop = await openCliShop();
    cwd = shop.cwd;
    key = shop.env['KEY'] ?? '';
    env = {};
    if (text !== undefined) await writeFile(join(cwd, file), text.replaceAll('$KEY', key));
    return shop;
  }

  test.each([
    ['plain', 'OTHER=1\nKEY=$KEY\n'],
    ['with quotes, a comment, a mark at the start', '\uFEFFKEY="$KEY" # my own\n'],
  ])('.env beside the config, %s', async (_, text) => {
    await open(text);
    expect(await ran(['balance'], { cwd, env })).toMatchObject({ code: 0 });
  });

  test('a variable that is set already wins', async () => {
    await open('KEY=wrong\n');
    expect(await ran(['balance'], { cwd, env: { KEY: key } })).toMatchObject({ code: 0 });
    expect(await ran(['balance'], { cwd, env })).toMatchObject({ code: 6 });
  });

  test('--env-file names another, in place of .env', async () => {
    await open('KEY=$KEY\n', 'keys.env');
    await writeFile(join(cwd, '.env'), 'KEY=wrong\n');
    expect(await ran(['balance', '--env-file', 'keys.env'], { cwd, env })).toMatchObject({ code: 0 });
    expect(await ran(['--env-file', 'keys.env', 'balance'], { cwd, env })).toMatchObject({ code: 0 });
  });

  test('one that is named and missing is an error, and one that cannot be read', async () => {
    await open(undefined);
    const missing = await ran(['balance', '--env-file', 'none.env'], { cwd, env });
    expect(missing.err).toMatch(/--env-file: expected .*none\.env/s);
    expect(missing.code).toBe(2);
    await mkdir(join(cwd, '.env'));
    const folder = await ran(['balance'], { cwd, env });
    expect(folder.err).toMatch(/\.env: expected .*cannot be read/s);
    expect(folder.code).toBe(2);
  });

  test('what the config does not refer to is no secret', async () => {
    await open('KEY=$KEY\nCOUNTRY=apiKey\n');
    const broken = { plugin: '@numroute/arzancell', settings: { apiKey: { env: 'KEY' }, bogus: 1 } };
    await writeFile(join(cwd, 'numroute.config.json'), JSON.stringify({ providers: [broken] }));
    const { err } = await ran(['balance'], { cwd, env });
    expect(err).toContain('one of apiKey');
    expect(err).not.toContain('***');
  });

  test('detect takes its key from there, too', async () => {
    const { world } = await open('KEY=$KEY\n');
    const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
    onTestFinished(() => sandbox.close());
    const { code } = await ran(['detect', sandbox.url, '--key', 'env/KEY'], { cwd, env });
    expect(code).toBe(0);
  });
});
