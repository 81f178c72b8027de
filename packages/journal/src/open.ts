import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { loadSqlite } from './engine.ts';
import { isBusy, openFailure, unusable } from './errors.ts';
import { hasOwner, prepareFile, readOwner, removeOwner, writeOwner } from './file.ts';
import { migrate, pragma } from './schema.ts';

export interface OpenFile {
  readonly database: DatabaseSync;
  /** The last owner never released it. */
  readonly wasLeft: boolean;
  /** Lets the next owner in. */
  release(): void;
}

/** A handle that the garbage collector takes drops its lock without a word. */
const open = new Set<DatabaseSync>();

/** @throws {NumrouteError} INVALID_INPUT The file cannot be a journal, or another process owns it. */
export function openFile(path: string, lockTimeoutMs: number): OpenFile {
  const { DatabaseSync } = loadSqlite();
  // An absolute path is no `file:` address and no `:memory:`.
  const file = resolve(path);
  prepareFile(file);
  let database: DatabaseSync | undefined;
  let isOwner = false;
  let wasLeft = false;
  try {
    database = new DatabaseSync(file, { timeout: lockTimeoutMs });
    lock(database, file);
    isOwner = true;
    wasLeft = hasOwner(file);
    writeOwner(file);
    harden(database);
    check(database, file);
    migrate(database);
    confirm(database, file);
  } catch (error) {
    if (isOwner) removeOwner(file);
    database?.close();
    throw openFailure(file, error);
  }
  const opened = database;
  open.add(opened);
  return {
    database: opened,
    wasLeft,
    release: () => {
      if (!open.delete(opened)) return;
      // Before the lock goes: afterwards the file may be the next owner's.
      removeOwner(file);
      opened.close();
    },
  };
}

function lock(database: DatabaseSync, file: string): void {
  try {
    // Exclusive before WAL: then there is no shared memory, and the system frees the lock at a kill.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    if (pragma(database, 'journal_mode = WAL') !== 'wal') {
      throw unusable(file, 'a file system that can hold a write-ahead log');
    }
    // A file that is already in WAL mode is locked by the first transaction only.
    database.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw unusable(file, `a file that no other journal has open; its owner is ${readOwner(file)}`, error);
  }
}

function check(database: DatabaseSync, file: string): void {
  const verdict = pragma(database, 'quick_check(1)');
  if (verdict !== 'ok') throw unusable(file, 'an undamaged file; restore a copy');
}

function harden(database: DatabaseSync): void {
  database.exec(`
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = 1000;
  `);
  // A plain fsync does not reach the platter there.
  if (process.platform === 'darwin') database.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
}

function confirm(database: DatabaseSync, file: string): void {
  // Some builds of SQLite lower it by themselves, and a power cut would then undo an acknowledged write.
  const expected = { synchronous: 2, foreign_keys: 1, trusted_schema: 0 };
  for (const [name, value] of Object.entries(expected)) {
    const found = pragma(database, name);
    if (found !== value) {
      throw new NumrouteError('INVALID_INPUT', `journal: ${file}: SQLite keeps ${name} at ${found}`, {
        field: 'journal',
        expected: `a SQLite that accepts ${name} = ${value}`,
      });
    }
  }
}
