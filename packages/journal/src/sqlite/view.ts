import { closeSync, copyFileSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { loadSqlite } from './file/engine.ts';
import { isUnreadableIndex, stillWritten } from './file/errors.ts';
import { hasLog, identityOf, LOG_HEAD, logOf, sharedIndexOf } from './file/file.ts';

/** How long a reader waits for an owner of an older version, which lets nobody read. */
const TIMEOUT_MS = 2_000;

/** A log begins anew after some hundred writes, so two times in a row are rare. */
const TRIES = 5;

/** An open journal that can only be read. */
export interface View {
  readonly database: DatabaseSync;
  /** The files are no longer those that were opened, so what is read here may be old. */
  isOld(): boolean;
  close(): void;
}

type Opened = Pick<View, 'database' | 'close'>;

/**
 * Opens a journal to read it, beside a process that writes or not. Nothing is written or created beside
 * the journal, and no owner is kept out.
 */
export function openView(file: string): View {
  const opened = filesOf(file);
  const isOld = (): boolean => filesOf(file) !== opened;
  if (!hasLog(file)) return { isOld, ...openAlone(file) };
  return { isOld, ...(openLive(file) ?? openCopy(file)) };
}

/** Undefined: there is no index of the log, or a killed process left one that SQLite cannot read by. */
function openLive(file: string): Opened | undefined {
  if (identityOf(sharedIndexOf(file)) === undefined) return undefined;
  const opened = openReadOnly(file, { readonly_shm: '1' });
  try {
    opened.database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    return opened;
  } catch (error) {
    opened.close();
    if (isUnreadableIndex(error)) return undefined;
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
  const { copy, isSteady, remove } = copyAside(file);
  try {
    if (!isSteady) throw stillWritten(file);
    const database = new DatabaseSync(copy);
    return {
      database,
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

function logHead(file: string): string | undefined {
  if (identityOf(logOf(file)) === undefined) return undefined;
  const descriptor = openSync(logOf(file), 'r');
  try {
    const bytes = Buffer.alloc(LOG_HEAD);
    return bytes.toString('hex', 0, readSync(descriptor, bytes, 0, LOG_HEAD, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Changes when an owner comes or goes, or another file is put in place. */
const filesOf = (file: string): string =>
  [identityOf(file), hasLog(file) && identityOf(logOf(file)), identityOf(sharedIndexOf(file))].join();
