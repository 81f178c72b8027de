import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const main = path.join(import.meta.dirname, '..', 'src', 'crash-main.ts');
const kills = process.env['NUMROUTE_NIGHTLY'] === undefined ? 20 : 400;

test('killed at its work again and again, it forgets nothing and buys nothing twice', {
  timeout: 600_000,
}, async () => {
  const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...source, main, '--kills', String(kills)]);
  expect(stdout).toMatch(/\nforgotten: 0, bought twice: 0\n$/);
  // It was caught in the middle of something, and not before it began.
  expect(Number(/(\d+) orders/.exec(stdout)?.[1])).toBeGreaterThan(kills / 2);
});
