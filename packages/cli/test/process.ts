import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const main = path.join(import.meta.dirname, '..', 'src', 'main.ts');

export interface Program {
  readonly child: ChildProcess;
  /** Resolves with all that was said once standard output or error contain it. */
  said(part: string): Promise<string>;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly all: string;
  }>;
}

/** The program as a process of its own. */
export function startProgram(
  argv: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Program {
  const child = spawn(process.execPath, ['--conditions=@numroute/source', main, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let all = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      all += text;
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, all }));
  return {
    child,
    ended,
    said: (part) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!all.includes(part)) return;
          waiting.delete(look);
          resolve(all);
        };
        waiting.add(look);
        ended.then(() => reject(new Error(`it ended without "${part}": ${all}`)), reject);
        look();
      }),
  };
}
