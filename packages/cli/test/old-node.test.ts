import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const main = path.join(root, 'src', 'main.ts');

/** The program on this Node, which says that it is another. */
function on(version: string) {
  const lie = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
  const options = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
  const preload = `data:text/javascript,${encodeURIComponent(lie)}`;
  const argv = [...options, `--import=${preload}`, main, '--help'];
  return spawnSync(process.execPath, argv, { encoding: 'utf8' });
}

test.each(['20.20.2', '22.18.0', '18.0.0'])('on Node %s one sentence says what is needed', (version) => {
  const { status, stdout, stderr } = on(version);
  expect(stderr).toBe(`numroute needs Node 22.19 or newer, this is ${version}.\n`);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

test.each(['22.19.0', '24.0.0'])('on Node %s it runs', (version) => {
  expect(on(version)).toMatchObject({ status: 0, stdout: expect.stringContaining('numroute') });
});

test('nothing is imported before the version is known, and the package asks for the same', () => {
  // An old Node links static imports before the first line runs.
  expect(readFileSync(main, 'utf8')).not.toMatch(/^import\b/m);
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(engines.node).toBe('>=22.19');
});
