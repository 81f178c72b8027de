import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import type { LogSync } from './file/log-sync.ts';
import type { Owner } from './ownership/owner.ts';
import type { Standing } from './ownership/standing.ts';
import { markClosed } from './ownership/use-mark.ts';
import { writeSeal } from './soundness/seal.ts';
import { openView, type View } from './view.ts';

interface Held {
  readonly file: string;
  readonly database: DatabaseSync;
  readonly log: LogSync;
  readonly owner: Owner;
  readonly standing: Standing;
  readonly lock: DatabaseSync;
}

/**
 * Puts the log into the file, where that is possible, and lets the next owner in.
 *
 * @param soundAt When all of the file was looked at and was sound; undefined: nobody knows that it is.
 * @throws {NumrouteError} OUTCOME_UNKNOWN The file is not at its path: the next owner will not find it.
 */
export function closeFile({ file, database, log, owner, standing, lock }: Held, soundAt?: number): void {
  const absent = standing.absence();
  let isSettled = false;
  let other: View | undefined;
  try {
    if (log.hasFailed) other = keepFromSettling(file);
    log.close();
    if (!absent && !log.hasFailed && owner.isNamed()) {
      isSettled = settle(database);
      // Before the lock goes: afterwards the file may be the next owner's.
      owner.part();
    } else owner.leave();
  } finally {
    // SQLite deletes no log where its file is not at its path.
    database.close();
    other?.close();
    if (isSettled && soundAt !== undefined) writeSeal(file, soundAt);
    lock.close();
  }
  if (absent) {
    const message = `journal: ${file}: what was written last may be lost: ${absent}; put it back with the files beside it, or look for open orders on the vendors' sites`;
    throw new NumrouteError('OUTCOME_UNKNOWN', message, {});
  }
}

/**
 * After a failed sync nobody knows what of the log is on the disk. The next owner takes those of its pages
 * whose checksums are right; SQLite, when its last connection is closed, would put all of them into the file
 * without a look. So the last one is one that cannot write.
 */
function keepFromSettling(file: string): View | undefined {
  try {
    return openView(file);
  } catch {
    // What cannot be read is not put anywhere.
    return undefined;
  }
}

/** Whether the file holds everything and says so. */
function settle(database: DatabaseSync): boolean {
  try {
    return markClosed(database);
  } catch {
    // The disk is full. The log stays beside the file, and the next owner takes it up.
    return false;
  }
}
