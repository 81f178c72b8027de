import { closeSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { loadSqlite } from './file/engine.ts';
import { syncFolder } from './file/file.ts';
import { noteBackup } from './last-backup.ts';
import { markClosed } from './ownership/use-mark.ts';
import { openWhole } from './whole.ts';

/** All pages in one step, so that a writer cannot make the copy begin again. */
const AT_ONCE = 2 ** 31 - 1;

/** So many pages in one step, between which the owner of the connection may write. */
const STEP = 200;

const TRIES = 3;

export interface BackupOptions {
  /** The journal. */
  readonly file: string;
  /** A new file, readable by its owner only. It is a journal, and needs nothing beside it. */
  readonly to: string;
}

/**
 * Copies a whole journal into one new file, also while another process works with it, and notes beside the
 * journal when and where, for `lastBackup`. The event loop is free meanwhile: another thread copies.
 *
 * @throws {NumrouteError} INVALID_INPUT There is no such journal, it is not whole, or the new file is
 *   there already or cannot be written.
 */
export async function backupJournal({ file, to }: BackupOptions): Promise<void> {
  const source = resolve(file);
  const at = Date.now();
  await intoNewFile(to, async (part) => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const view = openWhole(source);
      try {
        // `close` also releases what is held.
        await loadSqlite().backup(view.hold().database, part, { rate: AT_ONCE });
        if (!view.isOld()) return;
      } finally {
        view.close();
      }
    }
    throw new NumrouteError('UNAVAILABLE', `journal: ${source}: its owner came or went each time`, {});
  });
  noteBackup(source, { at, file: resolve(to) });
}

/** Copies what an open connection sees, wherever its file is by now. */
export async function backupOpen(database: DatabaseSync, to: string): Promise<void> {
  await intoNewFile(to, async (part) => {
    await loadSqlite().backup(database, part, { rate: STEP });
  });
}

async function intoNewFile(to: string, copy: (part: string) => Promise<void>): Promise<void> {
  const file = resolve(to);
  if (lstatSync(file, { throwIfNoEntry: false })) {
    throw NumrouteError.input('backup', 'the name of a file that is not there yet', file);
  }
  const part = `${file}.part-${process.pid}`;
  try {
    closeSync(openSync(part, 'wx', 0o600));
    await copy(part);
    finish(part);
    // Whoever sees the file under its name sees all of it.
    renameSync(part, file);
    syncFolder(file);
  } catch (error) {
    rmSync(part, { force: true });
    if (NumrouteError.is(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw NumrouteError.input('backup', `a file that can be written, but ${why}`, file);
  }
}

/** The copy needs no log: nobody writes to it. */
function finish(part: string): void {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(part);
  try {
    // Alone, SQLite puts no index of a log beside it.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL');
    markClosed(database);
  } finally {
    database.close();
  }
}
