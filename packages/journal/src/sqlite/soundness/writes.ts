import type { DatabaseSync } from 'node:sqlite';

/** Of every row that was ever written, as SQL. */
export const WRITES = 'SELECT total(seq) FROM sqlite_sequence';

/** How many writes the file has seen. Only rises: numbers are never given twice. */
export function writesIn(database: DatabaseSync): number {
  const isNew = !database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get();
  if (isNew) return 0;
  return Number(Object.values(database.prepare(WRITES).get() ?? {})[0] ?? 0);
}
