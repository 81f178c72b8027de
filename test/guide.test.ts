import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smsActivate } from '../packages/sms-activate/src/index.ts';
import { fencesOf } from './docs/fences.ts';
import { packAll } from './packed/pack.ts';
import { type Registry, startRegistry } from './packed/registry.ts';

const root = path.join(import.meta.dirname, '..');
const guide = fencesOf(root, 'docs/writing-an-adapter.md');
const scripts = guide.filter(({ language }) => language === 'sh').map(({ code }) => code);
const home = mkdtempSync(path.join(tmpdir(), 'numroute-guide-'));
const desk = path.join(home, 'desk');

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** A stranger's shell: nothing of this repository but the packages that its registry sells. */
function shell(script: string, registry: Registry, cwd: string): Promise<Ran> {
  const bins = (process.env['PATH'] ?? '').split(path.delimiter).filter((one) => !/node_modules/.test(one));
  const env = {
    PATH: [path.dirname(process.execPath), ...bins].join(path.delimiter),
    HOME: home,
    TMPDIR: tmpdir(),
    NO_COLOR: '1',
    NODE_COMPILE_CACHE: path.join(home, 'compiled'),
    npm_config_registry: registry.url,
    npm_config_cache: path.join(home, 'cache'),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-e', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });
}

describe('the guide, followed letter for letter with the packages as they would be published', () => {
  let registry: Registry;
  let followed: Ran;

  beforeAll(async () => {
    mkdirSync(desk);
    registry = await startRegistry(root, await packAll(root, home));
    followed = await shell(scripts.join('\n'), registry, desk);
  }, 240_000);
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    // A folder of packages takes a busy disk its time.
  }, 240_000);

  test('every command of it works', () => {
    expect(scripts.length).toBeGreaterThanOrEqual(3);
    expect(followed, followed.said).toMatchObject({ code: 0 });
  });

  test('the adapter is green: its own tests, and every promise, by path and by name', () => {
    expect(followed.said).toMatch(/Tests +\d+ passed/);
    expect(followed.said).toMatch(/✓ \.: \d+ kept/);
    expect(followed.said).toMatch(/✓ numroute-acme: \d+ kept/);
    expect(followed.said.match(/Every promise is kept\./g)).toHaveLength(4);
  });

  test('the page that goes on from there is one of its packages', () => {
    const page = /(\S+\.md) goes on from there/.exec(followed.said)?.[1] ?? '';
    expect(readFileSync(path.join(desk, 'numroute-acme', page), 'utf8')).toContain('# Writing an adapter');
  });

  test('the config is the one that the guide shows', () => {
    const shown = guide.filter(({ language }) => language === 'json').map(({ code }) => code);
    expect(shown).toContain(readFileSync(path.join(desk, 'numbers', 'numroute.config.json'), 'utf8'));
  });

  test('a package that speaks REST is green, too', { timeout: 240_000 }, async () => {
    const [start = ''] = scripts;
    const rest = start.replace('new-adapter acme', 'new-adapter acme --rest');
    const { code, said } = await shell(rest, registry, mkdtempSync(path.join(home, 'rest-')));
    expect(code, said).toBe(0);
    expect(said).toMatch(/Tests +\d+ passed/);
    expect(said).toMatch(/✓ \.: \d+ kept/);
  });

  test('a word that refuses what it does not is found', { timeout: 60_000 }, async () => {
    const adapter = path.join(desk, 'numroute-acme');
    const file = path.join(adapter, 'src', 'flights.ts');
    const flights = readFileSync(file, 'utf8');
    const careless = flights.replace(
      "{ outcome: 'unknown', why: sampleOf(reply) || 'an empty reply' }",
      "{ outcome: 'rejected', code: 'OUT_OF_STOCK', word: sampleOf(reply) }",
    );
    expect(careless).not.toBe(flights);
    writeFileSync(file, careless);
    const { code, said } = await shell(
      'npm run build && npx numroute verify . --case purchase/',
      registry,
      adapter,
    );
    expect(code).toBe(7);
    expect(said).toMatch(/✗ C12 purchase\/garbage-after-the-charge/);
  });
});

test('the entry of a vendor that speaks sms-activate is one that loads', () => {
  const shown = guide.find(({ code }) => code.includes('"@numroute/sms-activate"'))?.code ?? '{}';
  const [entry] = JSON.parse(shown).providers;
  const settings = { ...entry.settings, apiKey: 'a-key-of-the-vendor' };
  const { manifest } = smsActivate.create(smsActivate.parseSettings(settings));
  expect(manifest.id).toBe('acme');
});

test('the guide passes every clause of the contract', () => {
  const contract = readFileSync(path.join(root, 'docs', 'contract.md'), 'utf8');
  const text = readFileSync(path.join(root, 'docs', 'writing-an-adapter.md'), 'utf8');
  const clauses = [...contract.matchAll(/^\*\*(C\d+)\./gm)].map(([, clause]) => clause);
  const passed = new Set([...text.matchAll(/\bC\d+\b/g)].map(([clause]) => clause));
  expect(clauses.filter((clause) => clause === undefined || !passed.has(clause))).toEqual([]);
  expect([...passed].filter((clause) => !clauses.includes(clause))).toEqual([]);
});
