import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { OpenFile } from '../src/sqlite/open.ts';

/** What SQLite says, and how far the statement had come. */
export interface Fault {
  readonly name: string;
  readonly code: number;
  /** Syncs alone: what was committed is read, and nobody knows whether it is on the disk. */
  readonly isLate?: true;
  /** SQLite rolls back by itself, as on a full disk. */
  readonly rollsBack?: true;
  /** How many statements in a row. */
  readonly lasts: number;
}

export interface Faulty extends Pick<OpenFile, 'database' | 'log'> {
  /** Statements or syncs so far. */
  readonly count: () => number;
  /** From here on nothing fails. */
  readonly heal: () => void;
}

const called = ['exec', 'run', 'get', 'all'] as const;

/** A real database whose `n`th statement fails, or the `n`th sync of its log; to prepare a statement is none. */
export function faulty(real: Pick<OpenFile, 'database' | 'log'>, n: number, fault: Fault): Faulty {
  let count = 0;
  let isHealed = false;
  const isStruck = (): boolean => {
    count += 1;
    return !isHealed && count >= n && count < n + fault.lasts;
  };
  const broken = (): Error =>
    Object.assign(new Error(`${fault.name}, made by the test`), {
      code: 'ERR_SQLITE_ERROR',
      errcode: fault.code,
    });
  const during = <T>(work: () => T): T => {
    if (fault.isLate || !isStruck()) return work();
    if (fault.rollsBack && real.database.isTransaction) real.database.exec('ROLLBACK');
    throw broken();
  };
  const watched = <T extends DatabaseSync | StatementSync>(target: T): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          const work = (): unknown => Reflect.apply(value, target, given);
          if (name === 'prepare') return watched(work() as StatementSync);
          return called.some((one) => one === name) ? during(work) : work();
        };
      },
    });
  return {
    database: watched(real.database),
    log: {
      ...real.log,
      reached: async () => {
        if (fault.isLate && isStruck()) throw broken();
        await real.log.reached();
      },
    },
    count: () => count,
    heal: () => {
      isHealed = true;
    },
  };
}
