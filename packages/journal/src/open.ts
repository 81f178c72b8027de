import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { loadSqlite } from './engine.ts';
import { isBusy, isDamage, openFailure, unusable } from './errors.ts';
import { keepLog, logOf, prepareFile } from './file.ts';
import { becomeOwner, type Owner, ownerFile, readOwner } from './owner.ts';
import { migrate, pragma } from './schema.ts';
import { checkPages, checkTexts, writesIn } from './soundness.ts';

export interface OpenFile {
  readonly file: string;
  readonly database: DatabaseSync;
  /** The last owner never released it. */
  readonly wasLeft: boolean;
  /** So many writes are acknowledged by now, should anybody ask after a crash. */
  acknowledged(writes: number): void;
  /** Lets the next owner in. */
  release(): void;
}

/** A handle that the garbage collector takes drops its lock without a word. */
const open = new Map<DatabaseSync, string>();

/** Reading a file that this process owns would drop its lock. */
export const isOpenHere = (file: string): boolean => [...open.values()].includes(file);

/** @throws {NumrouteError} INVALID_INPUT The file cannot be a journal, or another process owns it. */
export function openFile(path: string, lockTimeoutMs: number): OpenFile {
  const { DatabaseSync } = loadSqlite();
  // An absolute path is no `file:` address and no `:memory:`.
  const file = resolve(path);
  prepareFile(file);
  let database: DatabaseSync | undefined;
  let owner: Owner | undefined;
  try {
    database = new DatabaseSync(file, { timeout: lockTimeoutMs });
    lock(database, file);
    owner = becomeOwner(file);
    harden(database);
    checkPages(database, file);
    checkWrites(database, file, owner);
    migrate(database);
    checkTexts(database, file);
    confirm(database, file);
    owner.note(writesIn(database));
  } catch (error) {
    if (owner || isDamage(error)) keepLog(file);
    // Whoever tries again is to be refused again.
    if (owner?.wasLeft) owner.leave();
    else owner?.part();
    database?.close();
    throw openFailure(file, error);
  }
  const [opened, { wasLeft, note, part }] = [database, owner];
  open.set(opened, file);
  return {
    file,
    database: opened,
    wasLeft,
    acknowledged: note,
    release: () => {
      if (!open.delete(opened)) return;
      // Before the lock goes: afterwards the file may be the next owner's.
      part();
      opened.close();
    },
  };
}

/** A log whose end is torn is taken for a shorter one by SQLite, without a word. */
function checkWrites(database: DatabaseSync, file: string, { acknowledged }: Owner): void {
  const missing = acknowledged - writesIn(database);
  if (missing <= 0) return;
  throw unusable(
    file,
    `a file with everything that was acknowledged, but the last ${missing} of ${acknowledged} writes are gone: ${logOf(file)} was cut, damaged or removed; put it back, or look for open orders on the vendors' sites and delete ${ownerFile(file)} to go on without them`,
  );
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
