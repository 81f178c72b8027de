import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What SQLite says, and how far the statement had come. */
export interface Fault {
  readonly name: string;
  readonly code: number;
  /** Commits alone, and done all the same: as where the disk fails while it syncs. */
  readonly isLate?: true;
  /** SQLite rolls back by itself, as on a full disk. */
  readonly rollsBack?: true;
  /** How many statements in a row. */
  readonly lasts: number;
}

export interface Faulty {
  readonly database: DatabaseSync;
  /** Statements so far. */
  readonly count: () => number;
  /** From here on nothing fails. */
  readonly heal: () => void;
}

const called = ['exec', 'run', 'get', 'all'] as const;

/** A real database whose `n`th statement fails; to prepare one is none. */
export function faulty(real: DatabaseSync, n: number, fault: Fault): Faulty {
  let count = 0;
  let isHealed = false;
  const during = <T>(work: () => T, sql: unknown): T => {
    if (fault.isLate && sql !== 'COMMIT') return work();
    count += 1;
    if (isHealed || count < n || count >= n + fault.lasts) return work();
    if (fault.isLate) work();
    if (fault.rollsBack && real.isTransaction) real.exec('ROLLBACK');
    const error = new Error(`${fault.name}, made by the test`);
    throw Object.assign(error, { code: 'ERR_SQLITE_ERROR', errcode: fault.code });
  };
  const watched = <T extends DatabaseSync | StatementSync>(target: T): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          const work = (): unknown => Reflect.apply(value, target, given);
          if (name === 'prepare') return watched(work() as StatementSync);
          return called.some((one) => one === name) ? during(work, given[0]) : work();
        };
      },
    });
  return {
    database: watched(real),
    count: () => count,
    heal: () => {
      isHealed = true;
    },
  };
}
