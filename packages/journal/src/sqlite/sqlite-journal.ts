import { NumrouteError } from '@numroute/core';
import { type ClosableJournal, journalOver } from './journal.ts';
import { openFile } from './open.ts';
import { machineUptime } from './ownership/uptime.ts';

/** Where the journal stands, and how it is opened. */
export interface SqliteJournalOptions {
  /** Created if it is missing, readable by its owner only. Not on a network drive. */
  readonly file: string;
  /** How long to wait for an owner that is just leaving. Blocks the process. @default 2000 */
  readonly lockTimeoutMs?: number;
}

/** A journal in one SQLite file; `close` frees it. */
export interface SqliteJournal extends ClosableJournal {}

/**
 * A journal in one SQLite file, owned by one process at a time. A write is on the disk when its
 * promise resolves.
 *
 * @throws {NumrouteError} INVALID_INPUT The file cannot be a journal, or another process owns it.
 */
export function sqliteJournal(options: SqliteJournalOptions): SqliteJournal {
  const { file, lockTimeoutMs = 2_000 } = options;
  if (typeof file !== 'string' || file === '' || file.includes('\0')) {
    throw NumrouteError.input('journal.file', 'the path of a file');
  }
  if (!Number.isInteger(lockTimeoutMs) || lockTimeoutMs < 0 || lockTimeoutMs > 600_000) {
    throw NumrouteError.input('journal.lockTimeoutMs', 'whole milliseconds from 0 to 600000');
  }
  const opened = openFile(file, lockTimeoutMs);
  try {
    const uptime = machineUptime();
    return { ...journalOver(opened), wasLeft: opened.wasLeft, ...(uptime && { uptime }) };
  } catch (error) {
    void opened.wholeCheck?.stop();
    opened.release();
    throw error;
  }
}
