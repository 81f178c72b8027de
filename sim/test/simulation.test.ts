import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const main = path.join(import.meta.dirname, '..', 'src', 'main.ts');

/** What it prints, whatever its exit code: a violation is shown with the seed that replays it. */
async function run(...args: string[]): Promise<string> {
  const command = [process.execPath, ['--conditions=@numroute/source', main, ...args]] as const;
  try {
    return (await promisify(execFile)(...command)).stdout;
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

  test('the same seed tells the same story', async () => {
    const [first, second] = await Promise.all([
      run('--trace', '--seed', '4711'),
      run('--trace', '--seed', '4711'),
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
