import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Packed, packAll } from './packed/pack.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'numroute-packed-'));
let packed: readonly Packed[] = [];

beforeAll(async () => {
  packed = await packAll(root, folder);
}, 90_000);
afterAll(() => rmSync(folder, { recursive: true }));

const names = readdirSync(path.join(root, 'packages'));

/** These packages are ESM alone: a `require` of them is Node's own business, as is TypeScript before exports. */
const ignored = new Set(['node10', 'node16-cjs']);

describe.each(names)('%s, as it is published', (name) => {
  const it = (): Packed => {
    const found = packed.find(({ manifest }) => manifest.name.replace('@numroute/', '') === nameOf(name));
    if (!found) throw new Error(`${name} was not packed`);
    return found;
  };

  test('publint has nothing to say', async () => {
    const { buffer, byteOffset, length } = readFileSync(it().tarball);
    const tarball = buffer.slice(byteOffset, byteOffset + length);
    const { messages } = await publint({ pack: { tarball }, strict: true });
    expect(messages).toEqual([]);
  });

  test('the types are right', async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(it().tarball)));
    if (result.types === false) throw new Error('there are no types');
    const problems = result.problems.filter(
      (problem) => !('resolutionKind' in problem && ignored.has(problem.resolutionKind)),
    );
    expect(problems).toEqual([]);
  });

  test('it holds its licence, its README, what it exports, and neither sources nor tests', () => {
    const { files, manifest } = it();
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js']));
    expect(files.filter((file) => !/^(?:dist|docs)\/|^[^/]+$/.test(file))).toEqual([]);
    expect(files.filter((file) => /\.test\.|\.map$|tsbuildinfo|node_modules|\.turbo/.test(file))).toEqual([]);
    const targets = leavesOf([manifest['exports'], manifest['bin'] ?? []]);
    expect(targets.filter((target) => !files.includes(target.replace(/^\.\//, '')))).toEqual([]);
  });

  test('every link of its pages leads to the web or to a file that it holds', async () => {
    const { files, tarball } = it();
    const pages = files.filter((file) => file.endsWith('.md'));
    const dead = pages.map(async (page) => {
      const { stdout } = await run('tar', ['-xzOf', tarball, `package/${page}`]);
      const targets = [...stdout.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
        ([, target = '']) => target,
      );
      return targets.filter((target) => !files.includes(path.posix.join(path.posix.dirname(page), target)));
    });
    expect((await Promise.all(dead)).flat()).toEqual([]);
  });

  test('its manifest says what it needs', () => {
    const { manifest } = it();
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', sideEffects: false });
    expect(manifest['description']).toEqual(expect.stringMatching(/\.$/));
    expect(manifest['engines']).toEqual({ node: '>=22.19' });
    expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|link:|file:|@numroute\/source/);
  });
});

test.each(['router', 'gateway'])('%s says whose code is put into it, and by which licence', async (name) => {
  const tarball = packed.find(({ manifest }) => manifest.name === `@numroute/${name}`)?.tarball ?? '';
  const { stdout } = await run('tar', ['-xzOf', tarball, 'package/dist/third-party.txt']);
  expect(stdout).toMatch(/^lru-cache \d+\.\d+\.\d+\n\n# Blue Oak Model License\n/);
});

const nameOf = (directory: string): string => (directory === 'cli' ? 'numroute' : directory);

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}
