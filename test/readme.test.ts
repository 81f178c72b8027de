import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { type Fence, fencesOf } from './docs/fences.ts';

const root = path.join(import.meta.dirname, '..');
const pages = [
  'README.md',
  ...readdirSync(path.join(root, 'packages')).map((one) => `packages/${one}/README.md`),
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const fences = pages.flatMap((page) => fencesOf(root, page));

/** An excerpt says of which file it is a part, and of which of the two examples. */
function excerptOf({ code }: Fence): string | undefined {
  const [, file, rest] = /^\/\/ (src\/[\w.-]+)(, with --rest)?\n/.exec(code) ?? [];
  return file && path.join('examples', rest ? 'your-rest-adapter' : 'your-own-adapter', file);
}

test('the code in every README and guide compiles', { timeout: 60_000 }, () => {
  const whole = fences.filter((fence) => fence.language === 'ts' && excerptOf(fence) === undefined);
  expect(whole.length).toBeGreaterThanOrEqual(8);
  const files = whole.map(({ page, n, code }) => [
    `${page.replaceAll(/\W/g, '-')}-${n}.ts`,
    `${code}\nexport {};\n`,
  ]);
  expect(compile(Object.fromEntries(files))).toEqual([]);
});

describe('every excerpt stands in one of the examples, letter for letter', () => {
  const excerpts = fences.flatMap((fence) => {
    const file = excerptOf(fence);
    return file === undefined ? [] : [{ file, page: fence.page, code: fence.code.replace(/^.*\n/, '') }];
  });

  test('the guide has some', () => {
    expect(excerpts.length).toBeGreaterThanOrEqual(20);
  });

  test.each(excerpts)('$file in $page', ({ file, code }) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toContain(code);
  });
});

test('a fence is in a language that is checked, or says nothing', () => {
  const checked = ['ts', 'sh', 'json', ''];
  expect(fences.filter(({ language }) => !checked.includes(language)).map(({ page }) => page)).toEqual([]);
  for (const { language, code } of fences) if (language === 'json') JSON.parse(code);
});

test('every README of a package says how it is installed', () => {
  const readmes = pages.filter((page) => page.endsWith('README.md') && !page.startsWith('docs/'));
  expect(
    readmes.filter((page) => !/^npm install .*numroute/m.test(readFileSync(path.join(root, page), 'utf8'))),
  ).toEqual([]);
});

test('a decision begins with its status and its date', () => {
  const folder = path.join(root, 'docs', 'decisions');
  for (const name of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    expect(text, name).toMatch(
      /^---\nstatus: (?:accepted|superseded)\b.*\ndate: 20\d\d-\d\d-\d\d\n---\n\n# \d+\. /,
    );
  }
});
