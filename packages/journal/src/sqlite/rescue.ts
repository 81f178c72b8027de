import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { loadSqlite } from './file/engine.ts';
import { openFailure } from './file/errors.ts';
import { logOf } from './file/file.ts';
import { lineOf } from './file/rows.ts';
import { isOpenHere } from './open.ts';
import { MARKED, migrate } from './schema/schema.ts';
import { copyAside } from './view.ts';

/** What can still be read of a damaged journal. */
export interface Rescued {
  /** Every event that can still be read, oldest first, as `exportLines()` tells it. */
  readonly lines: readonly string[];
  /** The numbers of those that cannot. Unknown where the file is damaged so much that none can. */
  readonly lost: readonly number[];
}

/** After so many numbers in a row that nobody knows there are no more. */
const GAP = 1_000;

/** SQLite's own choice. */
const PAGE = 4_096;

/**
 * Reads what is left of a journal that is refused, for a person to see what may be open at the
 * vendors. Works on a copy: the file is not touched, and nothing can be bought upon it.
 *
 * @throws {NumrouteError} INVALID_INPUT There is no such file, or it is open here.
 */
export function rescueEvents(path: string): Rescued {
  const file = resolve(path);
  if (isOpenHere(file)) throw NumrouteError.input('journal', 'a journal that is not open here', file);
  if (!existsSync(file) && !existsSync(logOf(file))) {
    throw NumrouteError.input('journal', 'a file that is there', file);
  }
  try {
    const { copy, remove } = copyAside(file);
    try {
      if (!existsSync(copy)) writeFileSync(copy, '');
      return readCopy(copy, dirname(copy));
    } finally {
      remove();
    }
  } catch (error) {
    throw openFailure(file, error);
  }
}

function readCopy(copy: string, folder: string): Rescued {
  const { DatabaseSync } = loadSqlite();
  const mostEvents = statSync(copy).size + (statSync(logOf(copy), { throwIfNoEntry: false })?.size ?? 0);
  // SQLite deletes the log of an empty file.
  if (statSync(copy).size === 0) replaceFirstPage(copy, folder);
  let database = new DatabaseSync(copy);
  try {
    if (!hasEvents(database)) {
      database.close();
      replaceFirstPage(copy, folder);
      database = new DatabaseSync(copy);
    }
    return readEvents(database, mostEvents);
  } finally {
    database.close();
  }
}

function hasEvents(database: DatabaseSync): boolean {
  return (
    tried(() => database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'event'").get()) !== undefined
  );
}

/**
 * The first page says where the tables are. Every journal is made by the same steps, so a new one's
 * first page knows it, too. What later steps have changed is not read here.
 */
function replaceFirstPage(copy: string, folder: string): void {
  const { DatabaseSync } = loadSqlite();
  const name = join(folder, 'new.db');
  rmSync(name, { force: true });
  const fresh = new DatabaseSync(name);
  fresh.exec('PRAGMA journal_mode = WAL');
  migrate(fresh, MARKED);
  fresh.close();
  const page = readFileSync(name).subarray(0, PAGE);
  // How many pages there are, and which are free: that was the new one's.
  for (const field of [28, 32, 36]) page.writeUInt32BE(0, field);
  const descriptor = openSync(copy, 'r+');
  try {
    writeSync(descriptor, page, 0, page.length, 0);
  } finally {
    closeSync(descriptor);
  }
}

function readEvents(database: DatabaseSync, mostEvents: number): Rescued {
  const last = tried(() => database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get());
  const top = Math.min(Number(last?.['seq'] ?? 0), mostEvents);
  // One by one: a scan would end at the first page that is damaged.
  const find = tried(() => database.prepare('SELECT * FROM event WHERE seq = ?'));
  const lines: string[] = [];
  const lost: number[] = [];
  let known = top;
  for (let seq = 1; find && seq <= known + GAP; seq += 1) {
    const line = tried(() => {
      const row = find.get(seq);
      return row && lineOf(row);
    });
    if (line === undefined) lost.push(seq);
    else {
      lines.push(line);
      known = Math.max(known, seq);
    }
  }
  return { lines, lost: lost.filter((seq) => seq <= known) };
}

/** Undefined where the damage is in the way. */
function tried<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
