import type { DatabaseSync } from 'node:sqlite';
import { pragma } from '../file/engine.ts';

/**
 * A bit of the file's `user_version`, above the schema. While it is set, the file may lack what its log
 * holds, so a copy of the file alone is not whole. `user_version` stands in the file's first page: a
 * copy that reads the bit as unset reads every other page after the log was emptied into it.
 */
const IN_USE = 0x1_0000;

export const isInUse = (version: number): boolean => (version & IN_USE) !== 0;

export const schemaOf = (version: number): number => version & ~IN_USE;

/**
 * Before anything is written that only the log holds.
 *
 * @returns False: somebody reads, so the file could not be written just now.
 */
export function markInUse(database: DatabaseSync): boolean {
  database.exec(`PRAGMA user_version = ${schemaIn(database) | IN_USE}`);
  return emptyLog(database);
}

/**
 * When nothing more is written.
 *
 * @returns False: it could not be done, so the log stays and belongs to the file.
 */
export function markClosed(database: DatabaseSync): boolean {
  if (!isInUse(Number(pragma(database, 'user_version')))) return true;
  if (!emptyLog(database)) return false;
  database.exec(`PRAGMA user_version = ${schemaIn(database)}`);
  return emptyLog(database);
}

const schemaIn = (database: DatabaseSync): number => schemaOf(Number(pragma(database, 'user_version')));

/** Whether the file holds everything now. */
function emptyLog(database: DatabaseSync): boolean {
  const { busy, log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(FULL)').get() ?? {};
  return busy === 0 && log === checkpointed;
}
