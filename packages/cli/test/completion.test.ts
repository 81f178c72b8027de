import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inFolder, ran } from './io.ts';
import { withPast } from './past.ts';
import { openCliShop } from './shop.ts';

const main = path.join(import.meta.dirname, '..', 'src', 'main.ts');

/** What the hidden command answers, a line each. */
async function words(typed: readonly string[], more: { cwd?: string; shell?: string } = {}) {
  const { cwd, shell = 'bash' } = more;
  const { code, out, err } = await ran(['complete', shell, '--', ...typed], cwd === undefined ? {} : { cwd });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.split('\n').slice(0, -1);
}

test('commands, and those of a command', async () => {
  const all = await words(['']);
  expect(all).toContain('compare');
  expect(all).toContain('help');
  expect(all).not.toContain('complete');
  expect(await words(['comp'])).toEqual(['compare', 'completion']);
  expect(await words(['orders', 'ex'])).toEqual(['export']);
  expect(await words(['help', 'ba'])).toEqual(['balance']);
  expect(await words(['completion', ''])).toEqual(['bash', 'zsh', 'fish', 'powershell']);
});

test('options, and what they may be', async () => {
  expect(await words(['buy', '--max', '1USD', '--wai'])).toEqual(['--wait']);
  expect(await words(['balance', ''])).toContain('--json');
  expect(await words(['compare', 'telegram', '--by', ''])).toEqual(['price', 'value']);
  expect(await words(['compare', 'telegram', '--by=v'])).toEqual(['--by=value']);
  expect(await words(['compare', 'telegram', '--by', '=', 'v'])).toEqual(['value']);
  expect(await words(['--color', 'al'])).toEqual(['always']);
  expect(await words(['buy', '--max', ''])).toEqual([]);
});

test('services and countries, also in a list, and with what they mean', async () => {
  expect(await words(['buy', 'teleg'])).toEqual(['telegram']);
  expect(await words(['buy', 'telegram', '--country', 'EE,g'])).toContain('EE,GB');
  expect(await words(['countries', 'EE'], { shell: 'zsh' })).toEqual(['EE:Estonia']);
  expect(await words(['countries', 'EE'], { shell: 'fish' })).toEqual(['EE\tEstonia']);
});

test('files where a file is meant', async () => {
  expect(await words(['orders', 'backup', ''])).toEqual([':files']);
  expect(await words(['--config', ''])).toEqual([':files']);
});

test('providers and orders of the config, whose keys nobody needs', async () => {
  await withPast(async (cwd) => {
    expect(await words(['buy', 'telegram', '--provider', ''], { cwd })).toEqual(['arzancell']);
    expect(await words(['cancel', ''], { cwd })).toEqual(['arzancell/4', 'hub/5']);
    expect(await words(['orders', 'show', 'hub'], { cwd, shell: 'fish' })).toEqual([
      'hub/5\ttelegram GB, open',
    ]);
    const config = ['--config', path.join(cwd, 'numroute.config.json')];
    expect(await words([...config, 'cancel', 'h'])).toEqual(['hub/5']);
  });
});

test('without a config, and with one that is no JSON, there are fewer words', async () => {
  expect(await words(['cancel', ''], { cwd: '/nowhere' })).toEqual([]);
  await inFolder(async (cwd) => {
    await writeFile(path.join(cwd, 'numroute.config.json'), '{');
    expect(await words(['buy', 'telegram', '--provider', ''], { cwd })).toEqual([]);
  });
});

test('orders are read beside a buyer', async () => {
  const { cwd, env } = await openCliShop();
  const stop = new AbortController();
  const bought = Promise.withResolvers<void>();
  const buying = ran(['buy', 'telegram', '--max', '9000IRT', '--refund-wait', '0s'], {
    cwd,
    env,
    signal: stop.signal,
    onOut: (all) => all.includes('Waiting up to') && bought.resolve(),
  });
  await bought.promise;
  expect(await words(['cancel', 'arz'], { cwd })).toEqual(['arzancell/3762']);
  stop.abort();
  await buying;
});

const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What a shell prints with the program on its path. */
async function inShell(shell: string, script: string): Promise<readonly string[]> {
  return await inFolder(async (cwd) => {
    const program = path.join(cwd, 'numroute');
    await writeFile(
      program,
      `#!/bin/sh\nexec "${process.execPath}" --conditions=@numroute/source "${main}" "$@"\n`,
    );
    await chmod(program, 0o755);
    await writeFile(path.join(cwd, 'one file.sqlite'), '');
    const flags = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell] ?? [];
    const env = { ...process.env, PATH: `${cwd}:${process.env['PATH']}`, HOME: cwd };
    const out = execFileSync(shell, [...flags, '-c', script], { cwd, env, encoding: 'utf8' });
    return out.split('\n').slice(0, -1);
  });
}

describe('in a real shell', { timeout: 120_000 }, () => {
  test.runIf(isThere('bash'))('bash', async () => {
    const typed = (...all: string[]) => `
      COMP_WORDS=(numroute ${all.join(' ')}) COMP_CWORD=${all.length}
      _numroute numroute ${all.at(-1)} ${all.at(-2) ?? 'numroute'}
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const script = `source <(numroute completion bash)
      complete -p numroute > /dev/null || exit 1
      ${typed('compa')}
      ${typed('buy', 'telegr')}
      ${typed('orders', 'backup', 'one')}`;
    expect(await inShell('bash', script)).toEqual(['compare', 'telegram', 'one file.sqlite']);
  });

  test.runIf(isThere('zsh'))('zsh', async () => {
    const typed = (...all: string[]) =>
      `words=(numroute ${all.join(' ')}) CURRENT=${all.length + 1}; _numroute`;
    const script = `autoload -U compinit && compinit -D
      source <(numroute completion zsh)
      [[ "$_comps[numroute]" == _numroute ]] || exit 1
      _describe() { print -l -- "\${(@P)@[-1]}" }
      _files() { print files }
      ${typed('buy', 'telegr')}
      ${typed('orders', 'backup', 'one')}`;
    expect(await inShell('zsh', script)).toEqual(['telegram:Telegram', 'files']);
  });

  test.runIf(isThere('fish'))('fish', async () => {
    const typed = (line: string) => `complete -C "numroute ${line}"`;
    const script = `numroute completion fish | source
      ${typed('buy telegr')}
      ${typed('orders backup one')}`;
    const [word, file = ''] = await inShell('fish', script);
    expect(word).toBe('telegram\tTelegram');
    expect(file).toContain('one');
  });
});
