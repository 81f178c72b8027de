import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type Clock, NumrouteError, Slices } from '@numroute/core';
import { inTransaction, isBusy, loadSqlite, pragma } from '@numroute/journal/sqlite';

/** "nrpr": what tells the file from every other. */
const APPLICATION = 0x6e_72_70_72;
const VERSION = 1;

/** So long another process is waited for, and so long between two tries. Milliseconds. */
const PATIENCE_MS = 5_000;
const TRY_EVERY_MS = 7;

/**
 * Times are in seconds. A cell holds the price that stands, without a `since` if it is listed no more; spans are
 * over. So a look that finds nothing new writes one number, and spans are in the order in which they ended.
 */
const TABLES = `
  CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    provider TEXT NOT NULL,
    currency TEXT NOT NULL,
    looked INTEGER NOT NULL,
    UNIQUE (service, provider, currency)
  );
  CREATE TABLE country_look (
    list INTEGER NOT NULL,
    country TEXT NOT NULL,
    looked INTEGER NOT NULL,
    PRIMARY KEY (list, country)
  ) WITHOUT ROWID;
  CREATE TABLE cell (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL,
    country TEXT NOT NULL,
    pool TEXT NOT NULL,
    since INTEGER,
    price TEXT,
    stock INTEGER,
    rate INTEGER,
    UNIQUE (list, country, pool)
  );
  CREATE TABLE span (
    id INTEGER PRIMARY KEY,
    cell INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    price TEXT NOT NULL,
    stock INTEGER,
    rate INTEGER
  );
  CREATE INDEX span_cell ON span (cell);
  CREATE TABLE thinning (cell INTEGER NOT NULL, span INTEGER NOT NULL, began INTEGER NOT NULL);
  INSERT INTO thinning VALUES (0, 0, 0);
`;

/** One connection to a file of price samples, shared with other processes. */
export class Database {
  readonly file: string;
  readonly sqlite: DatabaseSync;
  readonly clock: Clock;

  private constructor(file: string, sqlite: DatabaseSync, clock: Clock) {
    this.file = file;
    this.sqlite = sqlite;
    this.clock = clock;
  }

  /** @throws {NumrouteError} INVALID_INPUT The file is none of price samples, or cannot be used. */
  static async open(file: string, clock: Clock): Promise<Database> {
    const { DatabaseSync } = loadSqlite();
    let sqlite: DatabaseSync | undefined;
    try {
      refuseStranger(file);
      // SQLite itself would wait for others with the event loop held.
      sqlite = new DatabaseSync(file, { timeout: 0 });
      const database = new Database(file, sqlite, clock);
      await database.whenFree(() => prepare(database.sqlite));
      return database;
    } catch (error) {
      sqlite?.close();
      if (NumrouteError.is(error, 'INVALID_INPUT')) throw error;
      throw NumrouteError.input('prices', `a file that can be used (${wordsOf(error)})`, file);
    }
  }

  /** Writes in slices of a few milliseconds; the work says by yielding where it may pause. */
  async write<T>(work: Iterator<unknown, T, void>): Promise<T> {
    for (;;) {
      const slices = new Slices();
      const step = await this.whenFree(() => inTransaction(this.sqlite, () => slice(work, slices)));
      if (step.done) return step.value;
      await slices.next();
    }
  }

  /**
   * Tries until no other process is in the way, without holding the event loop.
   *
   * @throws {NumrouteError} UNAVAILABLE
   */
  async whenFree<T>(work: () => T): Promise<T> {
    const until = this.clock.monotonic() + PATIENCE_MS;
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (NumrouteError.is(error)) throw error;
        if (!isBusy(error) || this.clock.monotonic() >= until)
          throw unusable(this.file, wordsOf(error), error);
      }
      await this.clock.sleep(TRY_EVERY_MS);
    }
  }
}

function slice<T>(work: Iterator<unknown, T, void>, slices: Slices): IteratorResult<unknown, T> {
  for (;;) {
    const step = work.next();
    if (step.done || slices.isOver) return step;
  }
}

export function unusable(file: string, why: string, cause?: unknown): NumrouteError<'UNAVAILABLE'> {
  return new NumrouteError('UNAVAILABLE', `prices: ${file}: ${why}`, {}, { cause });
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Tables first and the log afterwards: so the file itself says from its first byte on what it is. */
function prepare(sqlite: DatabaseSync): void {
  if (kindOf(sqlite) === 'empty') {
    sqlite.exec('PRAGMA auto_vacuum = INCREMENTAL');
    inTransaction(sqlite, () => {
      // Another process may have been quicker.
      if (kindOf(sqlite) === 'ours') return;
      sqlite.exec(TABLES);
      sqlite.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSION}`);
    });
  }
  // The last seconds may be lost with the power, and nothing else. Much of the log at once would hold the event loop.
  sqlite.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 250;
    PRAGMA trusted_schema = OFF;
  `);
}

/** Without a lock and without a trace: the file that was named may be somebody's journal. */
function refuseStranger(file: string): void {
  if (!existsSync(file)) return;
  const { DatabaseSync } = loadSqlite();
  const address = pathToFileURL(file);
  address.search = 'mode=ro&immutable=1';
  const look = new DatabaseSync(address, { readOnly: true });
  try {
    if (kindOf(look) !== 'strange') return;
  } finally {
    look.close();
  }
  throw NumrouteError.input('prices', 'a file of price samples of this version, or none yet', file);
}

function kindOf(sqlite: DatabaseSync): 'ours' | 'empty' | 'strange' {
  const isEmpty = sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (isEmpty) return 'empty';
  const isKnown =
    pragma(sqlite, 'application_id') === APPLICATION && pragma(sqlite, 'user_version') === VERSION;
  return isKnown ? 'ours' : 'strange';
}
