import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type Clock, type Money, NumrouteError } from '@numroute/core';

/** One number, lent to one want. */
export interface Lease {
  /** The number's digits and when it began: `15551234567-1730000000000`. */
  readonly id: string;
  /** E.164 with its plus. */
  readonly number: string;
  readonly service: string;
  readonly country: string;
  readonly price: Money;
  /** The name of its purchase. */
  readonly attempt: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endsAt: number;
  /** How it was ended before that. */
  readonly end: 'finished' | 'cancelled' | null;
  readonly endedAt: number | null;
}

/** What a want needs of a number. */
export interface LeaseWanted extends Pick<Lease, 'service' | 'country' | 'price' | 'attempt'> {
  /** Any of them, in E.164. */
  readonly numbers: readonly string[];
}

/** How long a number is lent, and how long nobody gets it afterwards. Milliseconds. */
export interface LeaseTimes {
  readonly lifetimeMs: number;
  readonly restMs: number;
}

/** Another process writes for some milliseconds. */
const BUSY_MS = 2_000;

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = ${BUSY_MS};
  CREATE TABLE IF NOT EXISTS lease (
    id TEXT PRIMARY KEY, number TEXT NOT NULL, service TEXT NOT NULL, country TEXT NOT NULL,
    amount TEXT NOT NULL, currency TEXT NOT NULL, attempt TEXT UNIQUE,
    startedAt INTEGER NOT NULL, endsAt INTEGER NOT NULL, "end" TEXT, endedAt INTEGER, freeAt INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS lease_free ON lease (freeAt);
  CREATE INDEX IF NOT EXISTS lease_number ON lease (number, startedAt);
  CREATE TABLE IF NOT EXISTS refused (
    number TEXT NOT NULL, service TEXT NOT NULL, PRIMARY KEY (number, service)
  ) STRICT;
`;

/**
 * Who holds which number, in one SQLite file. Several processes may share the file: a number is taken within a
 * transaction that no other can begin, and the lease is on the disk before anybody is told of it. The file is
 * opened with the first question.
 */
export class Leases {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #times: LeaseTimes;
  #database: DatabaseSync | undefined;
  #isClosed = false;

  constructor(file: string, clock: Clock, times: LeaseTimes) {
    this.#file = file;
    this.#clock = clock;
    this.#times = times;
  }

  /** Those of the numbers that nobody holds, and that the service did not refuse. The longest unused first. */
  free(numbers: readonly string[], service: string): readonly string[] {
    const database = this.#open();
    const held = column(database, 'SELECT number FROM lease WHERE freeAt > ?', this.#clock.now());
    const refused = column(database, 'SELECT number FROM refused WHERE service = ?', service);
    return numbers
      .filter((number) => !held.has(number) && !refused.has(number))
      .map((number) => ({ number, last: this.#lastStart(database, number) }))
      .toSorted((one, other) => one.last - other.last)
      .map(({ number }) => number);
  }

  /**
   * Lends one of the numbers. Undefined: none is free.
   *
   * @throws {NumrouteError} UNAVAILABLE Nothing was lent. OUTCOME_UNKNOWN Nobody knows: `named` tells.
   */
  take({ numbers, service, country, price, attempt }: LeaseWanted): Lease | undefined {
    const database = this.#open();
    let lease: Lease | undefined;
    try {
      database.exec('BEGIN IMMEDIATE');
      const [number] = this.free(numbers, service);
      if (number !== undefined) {
        // Ids differ even where two leases begin within a millisecond, or the clock went back.
        const startedAt = Math.max(this.#clock.now(), this.#lastStart(database, number) + 1);
        const endsAt = startedAt + this.#times.lifetimeMs;
        const id = `${number.slice(1)}-${startedAt}`;
        const begun = { id, number, service, country, attempt, startedAt, endsAt };
        lease = { ...begun, price, end: null, endedAt: null };
        database
          .prepare(
            `INSERT INTO lease (id, number, service, country, attempt, startedAt, endsAt, amount, currency, freeAt)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(...Object.values(begun), price.amount, price.currency, endsAt + this.#times.restMs);
      }
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw unavailable(error);
    }
    try {
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw new NumrouteError('OUTCOME_UNKNOWN', `the lease may not be on the disk: ${wordOf(error)}`, {});
    }
    return lease;
  }

  find(id: string): Lease | undefined {
    return this.#one('id', id);
  }

  /** The lease of a purchase, by its name. */
  named(attempt: string): Lease | undefined {
    return this.#one('attempt', attempt);
  }

  /** Ends a lease that was not ended before; the first word stands. The number rests before the next. */
  end(id: string, how: 'finished' | 'cancelled'): void {
    const now = this.#clock.now();
    const sql = 'UPDATE lease SET "end" = ?, endedAt = ?, freeAt = ? WHERE id = ? AND "end" IS NULL';
    this.#write(sql, how, now, now + this.#times.restMs, id);
  }

  /** The number is not lent for this service again. */
  refuse(number: string, service: string): void {
    this.#write('INSERT OR IGNORE INTO refused (number, service) VALUES (?, ?)', number, service);
  }

  close(): void {
    this.#isClosed = true;
    this.#database?.close();
    this.#database = undefined;
  }

  #lastStart(database: DatabaseSync, number: string): number {
    const sql = 'SELECT max(startedAt) AS last FROM lease WHERE number = ?';
    return Number(database.prepare(sql).get(number)?.['last'] ?? 0);
  }

  #one(field: 'id' | 'attempt', value: string): Lease | undefined {
    const found = this.#open().prepare(`SELECT * FROM lease WHERE ${field} = ?`).get(value);
    if (!found) return undefined;
    const { amount, currency, freeAt: _, ...lease } = found as unknown as Row;
    return { ...lease, price: { amount, currency } };
  }

  #write(sql: string, ...values: readonly (string | number)[]): void {
    try {
      this.#open()
        .prepare(sql)
        .run(...values);
    } catch (error) {
      throw unavailable(error);
    }
  }

  #open(): DatabaseSync {
    if (this.#isClosed) throw new NumrouteError('CLOSED', 'the file of leases was closed', {});
    if (this.#database) return this.#database;
    try {
      // Codes and numbers are nobody else's business.
      closeSync(openSync(this.#file, 'a', 0o600));
      const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
      const database = new DatabaseSync(this.#file, { timeout: BUSY_MS });
      database.exec(schema);
      this.#database = database;
      return database;
    } catch (error) {
      throw unavailable(error);
    }
  }
}

interface Row extends Omit<Lease, 'price'> {
  readonly amount: string;
  readonly currency: string;
  readonly freeAt: number;
}

function column(database: DatabaseSync, sql: string, value: string | number): ReadonlySet<unknown> {
  return new Set(
    database
      .prepare(sql)
      .all(value)
      .map(({ number }) => number),
  );
}

function unavailable(error: unknown): NumrouteError {
  return NumrouteError.is(error)
    ? error
    : new NumrouteError('UNAVAILABLE', `the file of leases cannot be used: ${wordOf(error)}`, {});
}

function wordOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
