import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const main = path.join(import.meta.dirname, '..', 'src', 'crash-main.ts');
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];

async function crash(...options: readonly string[]): Promise<string> {
  const run = promisify(execFile)(process.execPath, [...source, main, ...options]);
  const { stdout } = await run.catch((error: unknown) => {
    // What went wrong stands there.
    const { stdout: said = '' } = error as { readonly stdout?: string };
    throw new Error(`the run found something wrong:\n${said.slice(-3_000)}`);
  });
  expect(stdout).not.toContain('wrong:');
  expect(stdout).toMatch(/\nforgotten: 0, bought twice: 0\n$/);
  return stdout;
}

describe('a journal whose storage fails under a process that buys', () => {
  test('full: it says so, sends nothing, forgets nothing and goes on by itself', {
    timeout: 300_000,
  }, async () => {
    const rounds = 2;
    const said = await crash('--disk-full', String(rounds));
    const shown = (/^limit on files: not shown/m.test(said) ? [] : ['limit on files']).concat(
      /^small file system: not shown/m.test(said) ? [] : ['small file system'],
    );
    // Where nothing may be mounted, there is still a limit that the system keeps.
    expect(shown).toContain('limit on files');
    for (const kind of shown) {
      expect(said).toContain(`${kind}: killed while it was full ${rounds / 2}, went on by itself ${rounds}`);
    }
    expect(said).toMatch(/x UNAVAILABLE journal: .*not written: .*make room/);
  });

  test('damaged: it opens with everything or is refused, and nothing is bought on it', {
    timeout: 300_000,
  }, async () => {
    const said = await crash('--damage', '7');
    expect(said).toMatch(/^refused [1-6], opened with everything [1-6]; /m);
  });
});
