import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { arzancellDialect } from '@numroute/arzancell';
import type { Dialect } from '@numroute/core';
import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, startSandbox } from '@numroute/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inFolder, type RunOptions, ran } from './io.ts';
import { withPast } from './past.ts';

const UP = '\u001b[A';
const ENTER = '\r';

/** Somebody who answers, in this order, what is asked. */
function person(...answers: readonly (readonly [asked: string, ...typed: string[]])[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const waiting = [...answers];
  let screen = '';
  let heard = 0;
  output.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const [asked = '', ...typed] = waiting[0] ?? [];
    const at = waiting.length === 0 ? -1 : screen.indexOf(asked, heard);
    if (at < 0) return;
    heard = screen.length;
    waiting.shift();
    // After the prompt is set up; each key is one press.
    setImmediate(() => {
      for (const key of typed) input.write(key);
    });
  });
  return { terminal: () => ({ input, output }), screen: () => screen, isDone: () => waiting.length === 0 };
}

async function vendor(currency: string, dialect: Dialect) {
  const world = createWorld({ currency, offers: [] });
  const sandbox = await startSandbox({ world, dialect });
  onTestFinished(() => sandbox.close());
  return { key: world.secret, url: sandbox.url };
}

const openArzancell = () => vendor('IRT', arzancellDialect());
const openSite = () => vendor('USD', smsActivateDialect(profiles.classic));
const configIn = async (cwd: string) => JSON.parse(await readFile(join(cwd, 'numroute.config.json'), 'utf8'));

describe('init at a terminal', () => {
  test('asks for vendor, key, currency and rate; a refused key is typed again; then all works', async () => {
    const { key, url } = await openSite();
    await inFolder(async (cwd) => {
      await mkdir(join(cwd, '.git'));
      await writeFile(join(cwd, '.env'), 'OTHER=1');
      const someone = person(
        ['Which vendors', UP, ' ', ENTER],
        ['What do you call', 'my-shop', ENTER],
        ['Its address', url, ENTER],
        ['In which currency', 'USD', ENTER],
        ['API key', 'not-the-key', ENTER],
        ['What about my-shop', ENTER],
        ['API key', key, ENTER],
        ['Compare prices', 'EUR', ENTER],
        ['1 EUR is how many USD', '1.16', ENTER],
        ['Where did you read', 'ecb.europa.eu', ENTER],
        ['Of which day', '2026-11-30', ENTER],
      );

      const { code, out, err } = await ran(['init'], { cwd, terminal: someone.terminal });
      expect(someone.isDone()).toBe(true);
      expect(err).toMatch(/my-shop refused the key.*my-shop answers in \d+ ms and takes the key/s);
      for (const said of [out, err, someone.screen()]) {
        expect(said).not.toContain(key);
        expect(said).not.toContain('not-the-key');
      }
      expect(out).toContain('Wrote numroute.config.json');
      expect(code).toBe(0);

      expect(await configIn(cwd)).toEqual({
        providers: [
          {
            plugin: '@numroute/sms-activate',
            settings: {
              profile: 'classic',
              id: 'my-shop',
              baseUrl: url,
              currency: 'USD',
              allowInsecureHttp: true,
              apiKey: { env: 'MY_SHOP_API_KEY' },
            },
          },
        ],
        rates: [{ base: 'EUR', quote: 'USD', value: '1.16', source: 'ecb.europa.eu', asOf: '2026-11-30' }],
        currency: 'EUR',
      });
      expect(await readFile(join(cwd, '.env'), 'utf8')).toBe(`OTHER=1\nMY_SHOP_API_KEY=${key}\n`);
      if (process.platform !== 'win32') expect((await stat(join(cwd, '.env'))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(cwd, '.gitignore'), 'utf8')).toBe('.env\nnumroute.sqlite*\n');
      expect(await ran(['balance'], { cwd })).toMatchObject({ code: 0 });
    });
  });

  test.each([
    ['at once', ['Which vendors', '\u0003']],
    ['at the key', ['Which vendors', UP, ' ', ENTER], ['What do you call', '\u0003']],
  ] as [string, ...[string, ...string[]][]][])('Ctrl-C %s: nothing is written', async (_, ...answers) => {
    await inFolder(async (cwd) => {
      const { code, err } = await ran(['init'], { cwd, terminal: person(...answers).terminal });
      expect(err).toContain('nothing was written');
      expect(await readdir(cwd)).toEqual([]);
      expect(code).toBe(4);
    });
  });
});

describe('init in a script', () => {
  const byFlags = async (cwd: string, argv: readonly string[], env: RunOptions['env'] = {}) =>
    await ran(['init', '--yes', ...argv], { cwd, env });

  test('takes vendors, variables, currency and rates as flags, and says what was written', async () => {
    const { key, url } = await openArzancell();
    await inFolder(async (cwd) => {
      const flags = ['--provider', `arzancell,baseUrl=${url}`, '--provider', 'vak,currency=RUB'];
      const rest = [
        '--currency',
        'USD',
        '--rate',
        'USD/IRT=112000,source=tgju.org,asOf=2026-11-20',
        '--json',
      ];
      const variables = ['--key-env', 'AC', '--key-env', 'VAK'];
      const { code, out } = await byFlags(cwd, [...flags, ...variables, ...rest], { AC: key });
      expect(JSON.parse(out)).toMatchObject({
        config: join(cwd, 'numroute.config.json'),
        env: null,
        gitignore: null,
        providers: [
          { id: 'arzancell', variable: 'AC', failed: null, balance: { currency: 'IRT' } },
          { id: 'vak', variable: 'VAK', balance: null, message: expect.stringContaining('VAK is not set') },
        ],
      });
      expect(code).toBe(0);
      expect((await configIn(cwd)).providers.map(({ settings }: { settings: unknown }) => settings)).toEqual([
        { baseUrl: url, allowInsecureHttp: true, apiKey: { env: 'AC' } },
        { profile: 'vak', currency: 'RUB', apiKey: { env: 'VAK' } },
      ]);
      expect(out).not.toContain(key);
      expect(await ran(['balance'], { cwd, env: { AC: key, VAK: 'x' } })).toMatchObject({ code: 0 });
    });
  });

  test('a config that is there stays, unless --force says otherwise; then its journal stays', async () => {
    await inFolder(async (cwd) => {
      const before = JSON.stringify({ providers: [], journal: 'mine.sqlite', budgets: [], currency: 'EUR' });
      await writeFile(join(cwd, 'numroute.config.json'), before);
      const refused = await byFlags(cwd, ['--provider', 'arzancell']);
      expect(refused.err).toContain('--force');
      expect(refused.code).toBe(2);
      expect(await readFile(join(cwd, 'numroute.config.json'), 'utf8')).toBe(before);
      expect(await byFlags(cwd, ['--provider', 'arzancell', '--force'])).toMatchObject({ code: 0 });
      expect(await configIn(cwd)).toMatchObject({ journal: 'mine.sqlite', budgets: [], providers: [{}] });
      await writeFile(join(cwd, 'numroute.config.json'), '{ "journal": ');
      expect(await byFlags(cwd, ['--provider', 'arzancell', '--force'])).toMatchObject({ code: 2 });
    });
  });

  test('--force leaves no provider out whose orders are open: nobody would see them through', async () => {
    await withPast(async (cwd) => {
      const config = await readFile(join(cwd, 'numroute.config.json'), 'utf8');
      const refused = await byFlags(cwd, ['--provider', 'arzancell', '--force']);
      // The order of arzancell stays cared for.
      expect(refused.err.replace(/\n */g, ' ')).toContain(
        'such as hub; `numroute orders` shows 1 order of providers that would be left out',
      );
      expect(refused.code).toBe(2);
      expect(await readFile(join(cwd, 'numroute.config.json'), 'utf8')).toBe(config);
    });
  });

  test.each([
    ['no terminal and no flags', [], 'a terminal to ask at'],
    ['no vendor', ['--yes'], '--provider'],
    ['an unknown vendor', ['--yes', '--provider', 'arzancel'], 'did you mean arzancell?'],
    ['a key on the command line', ['--yes', '--provider', 'arzancell,apiKey=k-123'], '--key-env'],
    ['a key for a variable', ['--yes', '--provider', 'arzancell', '--key-env', 'sk-123'], 'not a key'],
    [
      'too few variables',
      ['--yes', '--provider', 'arzancell', '--provider', 'smspool', '--key-env', 'A'],
      '1 for 2',
    ],
    [
      'a misspelt setting',
      ['--yes', '--provider', 'arzancell,baseurl=https://x.example'],
      'did you mean baseUrl?',
    ],
    ['a site without what it needs', ['--yes', '--provider', 'classic'], 'settings.baseUrl'],
    ['a rate', ['--yes', '--provider', 'arzancell', '--rate', 'USD/IRT=5'], '--rate'],
    ['a currency', ['--yes', '--provider', 'arzancell', '--currency', 'XYZ'], '--currency'],
  ])('%s is refused, and nothing is written', async (_, argv, part) => {
    await inFolder(async (cwd) => {
      const { code, out, err } = await ran(['init', ...argv], { cwd });
      expect(err.replace(/\n */g, ' ')).toContain(part);
      expect(err).not.toMatch(/k-123/);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(await readdir(cwd)).toEqual([]);
    });
  });

  test('a key that the vendor refuses is an error that does not show it', async () => {
    const { url } = await openArzancell();
    await inFolder(async (cwd) => {
      const argv = ['--provider', `arzancell,baseUrl=${url}`, '--key-env', 'AC'];
      const { code, err } = await byFlags(cwd, argv, { AC: 'not-the-key' });
      expect(err).toContain('refused the key');
      expect(err).not.toContain('not-the-key');
      expect(code).toBe(2);
      expect(await readdir(cwd)).toEqual([]);
    });
  });
});
