import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Journal, memoryJournal, type SqliteJournal, sqliteJournal } from '@numroute/journal';
import { syncAtOnce } from '@numroute/testkit';

/** Files in memory, where the system has such: a sync takes no time there, and no power is cut here. */
const IN_MEMORY = '/dev/shm';

/** Where the journal is kept from one run of the engine to the next. */
export interface Storage {
  /** The journal as a run finds it: the first one empty, each other as the crash left it. */
  open(): Journal;
  /** As the last run left it. */
  readonly journal: Journal;
  close(): Promise<void>;
}

/** Outlives the engine's runs by itself. */
export function memoryStorage(): Storage {
  const journal = memoryJournal({ acceptOrphans: true });
  return { open: () => journal, journal, close: async () => undefined };
}

/**
 * Real files. A process that is killed closes nothing: the next run opens the files as they are on the
 * disk at that moment, while the handle of the run that died is never used again.
 */
export function fileStorage(): Storage {
  syncAtOnce();
  const root = mkdtempSync(path.join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'numroute-sim-'));
  const opened: SqliteJournal[] = [];
  const folderOf = (run: number): string => path.join(root, `run-${run}`);
  const latest = (): SqliteJournal => {
    const journal = opened.at(-1);
    if (!journal) throw new TypeError('No run has opened the journal yet.');
    return journal;
  };
  return {
    open: () => {
      const run = opened.length;
      if (run === 0) mkdirSync(folderOf(run));
      else cpSync(folderOf(run - 1), folderOf(run), { recursive: true });
      opened.push(sqliteJournal({ file: path.join(folderOf(run), 'journal.sqlite') }));
      return latest();
    },
    get journal() {
      return latest();
    },
    close: async () => {
      for (const journal of opened) await journal.close();
      rmSync(root, { recursive: true });
    },
  };
}
