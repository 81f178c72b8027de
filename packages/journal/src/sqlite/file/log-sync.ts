import { closeSync, fdatasync, openSync } from 'node:fs';
import { logOf } from './file.ts';

/** Brings what is written to the log to the disk, in a thread of Node's: the event loop waits for no disk. */
export interface LogSync {
  /**
   * Resolves when everything that was committed before this call is on the disk. One sync runs at a time,
   * and all who come meanwhile share the next one.
   *
   * @throws {Error} The system's error, from the first failed sync on: nobody knows what reached the disk,
   *   and a second sync would not say it.
   */
  reached(): Promise<void>;
  readonly hasFailed: boolean;
  /** Resolves when no sync runs any more. */
  idle(): Promise<void>;
  /** Only to be called when none runs. */
  close(): void;
}

/** Of an open journal: its log is the same file until the last connection to it is closed. */
export function syncLog(file: string): LogSync {
  // Open all the while: the system tells of a page that it could not write only those who had the file open.
  // SQLite holds no locks on the log, so none is dropped when this is closed.
  const descriptor = openSync(logOf(file), 'r+');
  let failure: Error | undefined;
  let running: Promise<void> | undefined;
  let waiting: PromiseWithResolvers<void> | undefined;

  const begin = (): void => {
    const current = waiting;
    if (!current) return;
    waiting = undefined;
    running = current.promise;
    const end = (error: Error | null): void => {
      failure ??= error ?? undefined;
      running = undefined;
      if (failure) current.reject(failure);
      else current.resolve();
      begin();
    };
    if (failure) end(failure);
    else fdatasync(descriptor, end);
  };

  return {
    reached: () => {
      waiting ??= Promise.withResolvers();
      const { promise } = waiting;
      if (!running) begin();
      return promise;
    },
    get hasFailed() {
      return failure !== undefined;
    },
    idle: async () => {
      while (running) await running.catch(() => undefined);
    },
    close: () => {
      try {
        closeSync(descriptor);
      } catch {
        // A failing disk is reported here, too: what was acknowledged is on it, and nothing else was promised.
      }
    },
  };
}
