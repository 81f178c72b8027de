import type * as Sqlite from 'node:sqlite';
import { NumrouteError } from '@numroute/core';

/** @throws {NumrouteError} INVALID_INPUT This Node has no SQLite. */
export function loadSqlite(): typeof Sqlite {
  const emitWarning = process.emitWarning;
  // Loading is synchronous, so no other warning can fall into this gap.
  process.emitWarning = () => undefined;
  let sqlite: typeof Sqlite | undefined;
  try {
    sqlite = process.getBuiltinModule?.('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
  if (sqlite) return sqlite;
  throw NumrouteError.input('journal', 'Node 22.19 or newer, which has SQLite built in', process.version);
}

/** What a pragma answers, as its first column. */
export function pragma(database: Sqlite.DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}
