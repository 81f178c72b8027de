import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Setup, Word } from './plan.ts';

export interface Child {
  readonly process: ChildProcess;
  /** It waits for its setup. */
  readonly ready: Promise<void>;
  begin(setup: Setup): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<unknown>;
}

/** @param folder Where what the first one compiles is kept for the others, unless there is a place for that. */
export function startChild(folder: string, heard: (word: Word) => void): Child {
  const child = fork(new URL('child.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: path.join(folder, 'compiled'), ...process.env },
  });
  const ready = Promise.withResolvers<void>();
  const ended = once(child, 'exit');
  child.on('message', (word: Word) => {
    if (word.kind === 'ready') ready.resolve();
    else heard(word);
  });
  child.once('error', ready.reject);
  return {
    process: child,
    ready: ready.promise,
    ended,
    begin: (setup) => child.send(setup),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
