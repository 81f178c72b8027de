import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { DuelWord, Order, Stance } from './plan.ts';
import { type DatabaseWire, openWire } from './wire.ts';

/** One of the two processes, and its way to the database. */
export interface Duellist extends AsyncDisposable {
  readonly name: string;
  readonly process: ChildProcess;
  readonly wire: DatabaseWire;
  readonly ended: Promise<unknown>;
  tell(order: Order): void;
}

interface Entering extends Pick<Stance, 'name' | 'still'> {
  /** The database's own port. */
  readonly database: number;
  readonly folder: string;
  /** A module that takes a rule out of what the process loads. */
  readonly mutant?: string;
  readonly heard: (word: DuelWord, from: Duellist) => void;
}

/** Starts a process that stands by, over a wire of its own. */
export async function enter(given: Entering): Promise<Duellist> {
  const { database, folder, name, still, mutant, heard } = given;
  const wire = await openWire(database);
  const child = fork(new URL('child.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: path.join(folder, 'compiled'), ...process.env },
    ...(mutant !== undefined && { execArgv: [...process.execArgv, '--import', mutant] }),
  });
  const ended = once(child, 'exit');
  const ready = Promise.withResolvers<void>();
  const duellist: Duellist = {
    name,
    process: child,
    wire,
    ended,
    tell: (order) => {
      if (child.connected) child.send(order, () => undefined);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
      await wire[Symbol.asyncDispose]();
    },
  };
  child.on('message', (word: DuelWord) => {
    if (word.kind === 'ready') ready.resolve();
    else heard(word, duellist);
  });
  child.once('error', ready.reject);
  child.once('exit', () => ready.reject(new Error(`${name} ended before it began`)));
  ready.promise.catch(() => undefined);
  await ready.promise;
  const url = `postgres://postgres@127.0.0.1:${wire.port}/postgres`;
  duellist.tell({ kind: 'stance', url, name, still });
  return duellist;
}
