import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const main = path.join(import.meta.dirname, '..', 'src', 'main.ts');

function run(...args: string[]): Promise<string> {
  return start('--conditions=@numroute/source', main, ...args);
}

/** On a machine so slow that whatever may be cut into slices is cut wherever it can be. */
function runSlowly(...args: string[]): Promise<string> {
  const slow = encodeURIComponent('let ms = 0; performance.now = () => (ms += 5);');
  return start(`--import=data:text/javascript,${slow}`, '--conditions=@numroute/source', main, ...args);
}

/** What it prints, whatever its exit code: a violation is shown with the seed that replays it. */
async function start(...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, args)).stdout;
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}

describe('simulation', { timeout: 300_000 }, () => {
  test('a random thousand of orders in broken worlds breaks no rule', async () => {
    const said = await run('--orders', '1000');
    expect(said).toMatch(/^seed \d+\n/);
    expect(said.split('\n').filter((line) => line.includes('replay: '))).toEqual([]);
    expect(said).toMatch(/\nviolations: 0\n$/);
  });

  test('two machines on one journal, frozen, cut off and killed, never both act', async () => {
    const said = await run('--two-lives', '200', '--seed', '9000');
    expect(said.split('\n').filter((line) => line.includes('replay: '))).toEqual([]);
    for (const harm of ['frozen', 'frozen at an intent', 'cut', 'killed', 'asked to yield'])
      expect(said).toMatch(new RegExp(`harms to one of two lives: .*${harm} \\d`));
    expect(said).toMatch(/\nviolations: 0\n$/);
  });

  test('the same seed tells the same story, on a slow machine, too', async () => {
    const [first, second] = await Promise.all([
      run('--trace', '--seed', '4711'),
      runSlowly('--trace', '--seed', '4711'),
    ]);
    expect(first.length).toBeGreaterThan(1_000);
    expect(second).toBe(first);
  });

  test('dies at every crash point of a scenario', async () => {
    expect(await run('--every-point', '1', '--seed', '107')).toMatch(/\nviolations: 0\n$/);
  });

  test('notices every rule that is taken out of the engine', async () => {
    const said = await run('--mutants');
    expect(said.split('\n').filter((line) => line.startsWith('SURVIVED'))).toEqual([]);
    expect(said).toMatch(/\nkilled: (\d+) of \1\n$/);
  });
});
