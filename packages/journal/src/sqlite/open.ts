import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { closeFile } from './close.ts';
import { countAll } from './counts/tables.ts';
import { loadSqlite, pragma } from './file/engine.ts';
import { isBusy, isDamage, openFailure, unusable } from './file/errors.ts';
import { hasLog, identityOf, keepLog, prepareFile, sizeOf } from './file/file.ts';
import { type LogSync, syncLog } from './file/log-sync.ts';
import { inTransaction } from './file/transaction.ts';
import { ownedElsewhere, takeLock } from './ownership/lock.ts';
import { becomeOwner, type Owner, ownerOf } from './ownership/owner.ts';
import { type Standing, watchStanding } from './ownership/standing.ts';
import { isInUse, markInUse, schemaOf } from './ownership/use-mark.ts';
import { migrate, SCHEMA } from './schema/schema.ts';
import { askAside, type WholeCheck } from './soundness/aside.ts';
import { readSeal } from './soundness/seal.ts';
import { ask, contents, pages } from './soundness/whole-file.ts';
import { writesIn } from './soundness/writes.ts';
import { checkUnfinished } from './unfinished.ts';
import { checkWhole, missingWrites } from './whole.ts';

export interface OpenFile {
  readonly file: string;
  readonly database: DatabaseSync;
  readonly log: LogSync;
  /** The last owner never released it. */
  readonly wasLeft: boolean;
  /** The file says that it is in use, as a killed owner leaves it. */
  readonly isMarked: boolean;
  readonly standing: Standing;
  /** Under way where the file is large and may not be sound: nothing may be bought upon it before. */
  readonly wholeCheck?: WholeCheck;
  /** So many writes are acknowledged by now, should anybody ask after a crash. */
  acknowledged(writes: number): void;
  /**
   * Lets the next owner in.
   *
   * @param isSound Nothing that was read or written gave reason to look at the whole file again. Default false.
   * @throws {NumrouteError} OUTCOME_UNKNOWN The file is not at its path: the next owner will not find it.
   */
  release(isSound?: boolean): void;
}

/** What goes bad on a disk by itself is found by then. */
const CHECK_EVERY_MS = 7 * 86_400_000;

/** In bytes: read in a fifth of a second. */
const LARGE = 32 * 2 ** 20;

interface Held {
  readonly identity: string | undefined;
  readonly lock: DatabaseSync;
}

/** A handle that the garbage collector takes drops its lock without a word. */
const open = new Map<DatabaseSync, Held>();

/** By whatever name the file is reached. */
export function isOpenHere(file: string): boolean {
  const identity = identityOf(file);
  return identity !== undefined && [...open.values()].some((held) => held.identity === identity);
}

/** @throws {NumrouteError} INVALID_INPUT The file cannot be a journal, or another process owns it. */
export function openFile(path: string, lockTimeoutMs: number): OpenFile {
  // An absolute path is no `file:` address and no `:memory:`.
  const file = resolve(path);
  prepareFile(file);
  if (isOpenHere(file)) throw ownedElsewhere(file);
  let lock: DatabaseSync | undefined;
  try {
    lock = takeLock(file, lockTimeoutMs);
    // Its owner has lost the lock: somebody deleted the lock's file, or copied it in the owner's process.
    if (ownerOf(file) !== undefined) throw ownedElsewhere(file);
    const wasMarked = checkAndKeep(file);
    return openLocked(file, lockTimeoutMs, lock, { wasMarked, checkedAt: lastCheck(file, wasMarked) });
  } catch (error) {
    lock?.close();
    throw openFailure(file, error);
  }
}

function checkAndKeep(file: string): boolean {
  try {
    return checkWhole(file);
  } catch (error) {
    keepLog(file);
    throw error;
  }
}

/** As the last owner left the file. */
interface Found {
  readonly wasMarked: boolean;
  /** When all of it was sound; undefined: it may not be by now. */
  readonly checkedAt: number | undefined;
}

function lastCheck(file: string, wasMarked: boolean): number | undefined {
  // What came last is in the log, or was when its owner ended.
  if (wasMarked || hasLog(file)) return undefined;
  const now = Date.now();
  if (sizeOf(file) === 0) return now;
  const sealedAt = readSeal(file);
  const age = now - (sealedAt ?? now);
  return age >= 0 && age < CHECK_EVERY_MS ? sealedAt : undefined;
}

function openLocked(file: string, timeout: number, lock: DatabaseSync, found: Found): OpenFile {
  const { wasMarked, checkedAt } = found;
  const { DatabaseSync } = loadSqlite();
  let database: DatabaseSync | undefined;
  let owner: Owner | undefined;
  let log: LogSync | undefined;
  let wholeCheck: WholeCheck | undefined;
  try {
    database = new DatabaseSync(file, { timeout });
    begin(database, file);
    owner = becomeOwner(file);
    harden(database);
    const isOwed = checkedAt === undefined;
    // Where somebody else reads just now, the mark and so every write would wait for this reader, too.
    const isAside = isOwed && mayWait(database, file) && (wasMarked || markInUse(database));
    if (isOwed && !isAside) ask(database, file, [pages]);
    checkWrites(database, file, owner);
    migrate(database);
    const addsUp = !isOwed || isAside || ask(database, file, contents);
    if (!checkUnfinished(database, file) || !addsUp) recount(database);
    confirm(database, file, FULL);
    owner.note(writesIn(database));
    // From here on a commit is synced by `log`, and SQLite syncs where it moves pages into the file or begins the log anew.
    database.exec('PRAGMA synchronous = NORMAL');
    confirm(database, file, NORMAL);
    log = syncLog(file);
    if (isAside) wholeCheck = askAside(file, [pages, ...contents]);
  } catch (error) {
    log?.close();
    if (owner || isDamage(error)) keepLog(file);
    // Whoever tries again is to be refused again.
    if (owner?.wasLeft) owner.leave();
    else owner?.part();
    database?.close();
    throw error;
  }
  const [opened, synced, named] = [database, log, owner];
  const soundAt = checkedAt ?? Date.now();
  const standing = watchStanding(file, named);
  open.set(opened, { identity: identityOf(file), lock });
  return {
    file,
    database: opened,
    log: synced,
    wasLeft: named.wasLeft,
    // A migration takes the mark away.
    isMarked: (wasMarked || wholeCheck !== undefined) && isInUse(Number(pragma(opened, 'user_version'))),
    ...(wholeCheck && { wholeCheck }),
    standing,
    acknowledged: named.note,
    release: (isSound = false) => {
      if (!open.delete(opened)) return;
      closeFile(
        { file, database: opened, log: synced, owner: named, standing, lock },
        isSound ? soundAt : undefined,
      );
    },
  };
}

/** A small file is read at once; one of an older schema is about to be rewritten. */
function mayWait(database: DatabaseSync, file: string): boolean {
  return schemaOf(Number(pragma(database, 'user_version'))) === SCHEMA && sizeOf(file) >= LARGE;
}

/** They follow from the attempts, so nothing is lost with sums that do not add up. */
export function recount(database: DatabaseSync): void {
  inTransaction(database, () => countAll(database));
}

/** Also where a damaged first page was in the way of the first look. */
function checkWrites(database: DatabaseSync, file: string, { acknowledged = 0 }: Owner): void {
  const writes = writesIn(database);
  if (writes < acknowledged) throw unusable(file, missingWrites(file, acknowledged, writes));
}

function begin(database: DatabaseSync, file: string): void {
  try {
    if (pragma(database, 'journal_mode = WAL') !== 'wal') {
      throw unusable(file, 'a file system that can hold a write-ahead log');
    }
    // An owner of an older version holds a lock on the file itself.
    database.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (error) {
    throw isBusy(error) ? ownedElsewhere(file, error) : error;
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

/** What SQLite calls them when it is asked. */
const NORMAL = 1;
const FULL = 2;

function confirm(database: DatabaseSync, file: string, synchronous: number): void {
  // Some builds of SQLite lower it by themselves, and a power cut would then undo an acknowledged write.
  const expected = { synchronous, foreign_keys: 1, trusted_schema: 0 };
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
