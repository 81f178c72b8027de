import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ran } from './io.ts';

async function emptyFolder(): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'numroute-new-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  return cwd;
}

test.each([
  { flags: [], spelled: 'x-acme-sms-token' },
  { flags: ['--rest'], spelled: 'https://api.acme-sms.example/v2' },
])('a new adapter is called by its vendor everywhere, with $flags', async ({ flags, spelled }) => {
  const cwd = await emptyFolder();
  const { code, out, err } = await ran(['new-adapter', 'acme-sms', ...flags], { cwd });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('cd numroute-acme-sms');
  const folder = join(cwd, 'numroute-acme-sms');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  );
  expect(texts.join('\n')).not.toMatch(/pigeon|otter/i);
  const all = texts.join('\n');
  for (const spelling of ['numroute-acme-sms', 'plugin as acmeSms', 'ACME_SMS_API_KEY', 'Acme Sms', spelled])
    expect(all).toContain(spelling);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  expect(manifest.name).toBe('numroute-acme-sms');
  expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:/);
});

test('a directory may be named, and may hold a new repository', async () => {
  const cwd = await emptyFolder();
  await mkdir(join(cwd, '.git'));
  const { code, out } = await ran(['new-adapter', 'acme', '.'], { cwd });
  expect(code).toBe(0);
  expect(out).not.toContain('cd ');
  expect(await readdir(cwd)).toContain('package.json');
});

test.each([
  'Acme',
  'acme_sms',
  '1acme',
  'acme--sms',
  'acme-',
  '-acme',
  '../acme',
  '@acme/sms',
  'numroute-acme',
  'default',
  '__proto__',
  'a'.repeat(41),
  '',
])('the name %j is bad input, and nothing is written', async (name) => {
  const cwd = await emptyFolder();
  const { code, err } = await ran(['new-adapter', '--', name], { cwd });
  expect([code, err]).toEqual([2, expect.stringContaining("name: expected the vendor's name")]);
  expect(await readdir(cwd)).toEqual([]);
});

test('what is there is not overwritten', async () => {
  const cwd = await emptyFolder();
  await writeFile(join(cwd, 'notes.txt'), 'mine');
  const full = await ran(['new-adapter', 'acme', '.'], { cwd });
  expect([full.code, full.err]).toEqual([
    2,
    expect.stringContaining('directory: expected an empty directory'),
  ]);
  expect(full.err).toContain('notes.txt');
  const file = await ran(['new-adapter', 'acme', 'notes.txt'], { cwd });
  expect([file.code, file.err]).toEqual([2, expect.stringContaining('directory: expected a directory')]);
  expect(await readdir(cwd)).toEqual(['notes.txt']);
});

test.skipIf(process.getuid?.() === 0)('a directory that cannot be written is named', async () => {
  const cwd = await emptyFolder();
  await chmod(cwd, 0o500);
  const { code, err } = await ran(['new-adapter', 'acme'], { cwd });
  await chmod(cwd, 0o700);
  expect([code, err]).toEqual([2, expect.stringContaining('can be written')]);
});
