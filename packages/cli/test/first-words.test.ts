import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ran } from './io.ts';

test.each([['--version'], ['-v'], ['version']])('%s tells the release', async (word) => {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest);
  expect(await ran([word])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test('help is a command, too, also for one command', async () => {
  expect(await ran(['help'])).toEqual(await ran(['--help']));
  const { code, out } = await ran(['help', 'buy']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: numroute buy /);
  expect(out).toEqual((await ran(['buy', '--help'])).out);
});
