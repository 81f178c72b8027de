import { closeSync, copyFileSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { loadSqlite } from './file/engine.ts';
import { isHalfWrittenIndex, isUnreadableIndex, stillWritten } from './file/errors.ts';
import { hasLog, identityOf, LOG_HEAD, logOf, sharedIndexOf } from './file/file.ts';

/** How long a reader waits for an owner of an older version, which lets nobody read. */
const TIMEOUT_MS = 2_000;

/** A log begins anew after some hundred writes, so two times in a row are rare. */
const TRIES = 5;

/** An owner writes the index of its log within microseconds, unless others have the processor meanwhile. */
const INDEX_MS = 1_000;
/** So long this thread leaves the processor to the owner between two looks. */
const LOOK_EVERY_MS = 1;

/** The two heads of an index, which are alike where it is whole. */
const INDEX_HEAD = 96;

/** An open journal that can only be read. */
export interface View {
  /** Asks all its questions of one state, whatever is written meanwhile. */
  read<T>(ask: (database: DatabaseSync) => T): T;
  /** Of one state until it is released, which the owner's log cannot begin anew before. */
  hold(): Held;
  /** The files are no longer those that were opened, so what is read here may be old. */
  isOld(): boolean;
  close(): void;
}

export interface Held {
  readonly database: DatabaseSync;
  release(): void;
}

interface Opened {
  readonly database: DatabaseSync;
  /** Where that is not to be seen by the files. */
  isOld?(): boolean;
  close(): void;
}

/**
 * Opens a journal to read it, beside a process that writes or not. Nothing is written or created beside
 * the journal, and no owner is kept out.
 */
export function openView(file: string): View {
  const opened = filesOf(file);
  const { database, isOld, close } = hasLog(file) ? (openLive(file) ?? openCopy(file)) : openAlone(file);
  let isUnreadable = false;
  const hold = (): Held => {
    try {
      return holdState(database);
    } catch (error) {
      if (!isHalfWrittenIndex(error)) throw error;
      isUnreadable = true;
      throw stillWritten(file);
    }
  };
  const read = <T>(ask: (database: DatabaseSync) => T): T => {
    const { release } = hold();
    try {
      return ask(database);
    } finally {
      release();
    }
  };
  return { read, hold, isOld: () => isUnreadable || filesOf(file) !== opened || isOld?.() === true, close };
}

const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Nothing that is asked meanwhile reads the index of the log again. */
function holdState(database: DatabaseSync): Held {
  const until = performance.now() + INDEX_MS;
  database.exec('BEGIN');
  // SQLite ends it by itself where the disk fails.
  const release = (): void => {
    if (database.isTransaction) database.exec('ROLLBACK');
  };
  for (;;) {
    try {
      database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
      return { database, release };
    } catch (error) {
      if (isHalfWrittenIndex(error) && performance.now() < until) {
        Atomics.wait(nobody, 0, 0, LOOK_EVERY_MS);
        continue;
      }
      release();
      throw error;
    }
  }
}

/** Undefined: there is no index of the log, or a killed process left one that SQLite cannot read by. */
function openLive(file: string): Opened | undefined {
  if (identityOf(sharedIndexOf(file)) === undefined) return undefined;
  const opened = openReadOnly(file, { readonly_shm: '1' });
  try {
    holdState(opened.database).release();
    return opened;
  } catch (error) {
    opened.close();
    if (isUnreadableIndex(error) || isHalfWrittenIndex(error)) return undefined;
    throw error;
  }
}

/** The file without its log. Nobody may be writing to it. */
export const openAlone = (file: string): Opened => openReadOnly(file, { immutable: '1' });

function openReadOnly(file: string, parameters: Readonly<Record<string, string>>): Opened {
  const { DatabaseSync } = loadSqlite();
  const address = pathToFileURL(file);
  address.search = new URLSearchParams({ mode: 'ro', ...parameters }).toString();
  const database = new DatabaseSync(address, { readOnly: true, timeout: TIMEOUT_MS });
  return { database, close: () => database.close() };
}

/** A journal that an older version left, or that was copied without the index of its log. */
function openCopy(file: string): Opened {
  const { DatabaseSync } = loadSqlite();
  // An owner that was only halted while it wrote the index goes on writing.
  const index = indexHead(file);
  const { copy, isSteady, remove } = copyAside(file);
  try {
    if (!isSteady) throw stillWritten(file);
    const database = new DatabaseSync(copy);
    return {
      database,
      isOld: () => indexHead(file) !== index,
      close: () => {
        database.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The file and its log in a folder that nobody else can look into. */
export function copyAside(file: string): {
  readonly copy: string;
  /** Both are of one moment, whoever wrote to them meanwhile. */
  readonly isSteady: boolean;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-journal-copy-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    let isSteady = false;
    for (let tries = 0; tries < TRIES && !isSteady; tries += 1) {
      const before = logHead(file);
      for (const nameOf of [(name: string) => name, logOf]) {
        if (identityOf(nameOf(file)) !== undefined) copyFileSync(nameOf(file), nameOf(copy));
      }
      // What changes in the file stands in the log, until the log begins anew and with another head.
      isSteady = before === logHead(file);
    }
    return { copy, isSteady, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

const logHead = (file: string): string | undefined => headOf(logOf(file), LOG_HEAD);

/** Another one after each write of an owner. */
const indexHead = (file: string): string | undefined => headOf(sharedIndexOf(file), INDEX_HEAD);

function headOf(file: string, length: number): string | undefined {
  if (identityOf(file) === undefined) return undefined;
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.toString('hex', 0, readSync(descriptor, bytes, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Changes when an owner comes or goes, or another file is put in place. */
const filesOf = (file: string): string =>
  [identityOf(file), hasLog(file) && identityOf(logOf(file)), identityOf(sharedIndexOf(file))].join();
