import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { deadLinks } from '../site/check.ts';

const run = promisify(execFile);
const site = path.join(import.meta.dirname, '..', 'site');
const folder = mkdtempSync(path.join(tmpdir(), 'numroute-site-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('every page is built, every export has a docstring, and no link is dead', async () => {
  const out = path.join(folder, 'site');
  await run(process.execPath, [path.join(site, 'main.ts'), out]);
  const has = (file: string, text: string): boolean =>
    readFileSync(path.join(out, file), 'utf8').includes(text);
  expect(has('index.html', 'Where to begin')).toBe(true);
  expect(readdirSync(path.join(out, 'documents'))).toEqual(
    expect.arrayContaining(['Start.html', 'numroute.html', 'Glossary.html', '_numroute_gateway.html']),
  );
  expect(has('interfaces/_numroute_router.Router.html', 'id="getcode"')).toBe(true);
  expect(has('assets/search.js', 'window.searchData = "')).toBe(true);
}, 300_000);

test('a link that leads nowhere and an anchor that is not there are found', async () => {
  const pages = path.join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(path.join(pages, 'index.html'), '<a href="a.html#here">a</a><a href="b.html">b</a>');
  writeFileSync(path.join(pages, 'a.html'), '<h1 id="here">A</h1><a href="index.html#nowhere">back</a>');
  expect(await deadLinks(pages)).toEqual(['/a.html: /index.html#nowhere', '/index.html: /b.html']);
});
