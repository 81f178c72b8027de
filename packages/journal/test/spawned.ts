import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Spawned {
  readonly child: ChildProcess;
  /** Resolves with the first line that begins so. */
  heard(start: string): Promise<string>;
  /** Every whole line so far. */
  lines(): readonly string[];
  tell(line: string): void;
  /** Ends with the process. */
  readonly ended: Promise<unknown>;
  /** SIGKILL; resolves with every whole line. */
  kill(): Promise<readonly string[]>;
}

/** Runs a script of this folder as a process of its own, gone at the end of the test. */
export function spawnScript(script: string, ...given: readonly string[]): Spawned {
  const child = spawn(
    process.execPath,
    ['--conditions=@numroute/source', join(import.meta.dirname, script), ...given],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const look of waiting) look();
  });
  const ended = once(child, 'close');
  // The last line may be torn.
  const lines = (): readonly string[] => said.split('\n').slice(0, -1);
  return {
    child,
    lines,
    ended,
    tell: (line) => child.stdin.write(`${line}\n`),
    heard: (start) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = lines().find((one) => one.startsWith(start));
          if (line === undefined) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        ended.then(() => reject(new Error(`it ended without "${start}": ${said}`)), reject);
        look();
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      return lines();
    },
  };
}
