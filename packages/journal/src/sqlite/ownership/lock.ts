import { closeSync, lstatSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { NumrouteError } from '@numroute/core';
import { loadSqlite } from '../file/engine.ts';
import { isBusy, unusable } from '../file/errors.ts';
import { describeOwner } from './owner.ts';

export const lockFile = (file: string): string => `${file}.lock`;

/**
 * Locks the journal until the lock is closed or the process ends. The lock is on an empty file of its
 * own, which nobody has a reason to read: on POSIX systems a process that reads a locked file and
 * closes it drops its own lock. The file is never deleted: whoever waits for it would lock a deleted
 * file, and the next one a new file.
 *
 * @throws {NumrouteError} INVALID_INPUT Another process, or another thread of this one, holds the lock.
 */
export function takeLock(file: string, timeout: number): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  const name = lockFile(file);
  const found = lstatSync(name, { throwIfNoEntry: false });
  if (!found) closeSync(openSync(name, 'a', 0o600));
  else if (!found.isFile()) throw unusable(name, 'a regular file');
  const lock = new DatabaseSync(name, { timeout });
  try {
    // SQLite keeps the lock of an open transaction. In memory: it needs no other file for it.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw isBusy(error) ? ownedElsewhere(file, error) : error;
  }
}

export function ownedElsewhere(file: string, cause?: unknown): NumrouteError<'INVALID_INPUT'> {
  return unusable(file, `a file that no other journal has open; its owner is ${describeOwner(file)}`, cause);
}
