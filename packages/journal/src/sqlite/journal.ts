import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { transition } from '../attempt/index.ts';
import type { Journal } from '../contract.ts';
import { backupJournal, backupOpen } from './backup.ts';
import { countsOver } from './counts/keep.ts';
import { countQuestions } from './counts/questions.ts';
import { failure, isDamage, isFatal, notBought, notSynced, stillRead } from './file/errors.ts';
import { keptLogOf, logOf, sizeOf } from './file/file.ts';
import { entryOf, eventRow, rowOf } from './file/rows.ts';
import { inTransaction } from './file/transaction.ts';
import { lastBackup } from './last-backup.ts';
import { type OpenFile, recount } from './open.ts';
import { markInUse } from './ownership/use-mark.ts';
import { type Queries, queriesOf, readsOver, wantOf } from './queries.ts';
import { forgetBefore } from './retention.ts';
import { breakSeal } from './soundness/seal.ts';

export interface ClosableJournal extends Journal {
  /**
   * Copies the whole journal into one new file, also while it is written to.
   *
   * @throws {NumrouteError} INVALID_INPUT The new file is there already or cannot be written.
   */
  backup(file: string): Promise<void>;
  /** @throws {NumrouteError} OUTCOME_UNKNOWN The file is gone, and with it what was written last. */
  close(): Promise<void>;
}

/** A journal over an open, migrated database. */
export function journalOver(opened: OpenFile): ClosableJournal {
  const { file, database, log, standing, wholeCheck, acknowledged, release } = opened;
  let closing: Promise<void> | undefined;
  let broken: NumrouteError | undefined;
  /** The file says that it is in use, and its log may hold more than it. */
  let { isMarked } = opened;
  /** As far as anybody has looked. */
  let isSound = wholeCheck === undefined;
  /** The log still holds what was forgotten. */
  let isLogStale = false;
  const queries = queriesOf(database, countQuestions(database));
  const sql = statements(database);
  const count = countsOver(database);

  const spoil = (plain: NumrouteError): void => {
    broken ??= plain;
    breakSeal(file);
  };
  const judged = wholeCheck?.verdict
    .then((addsUp) => {
      if (!addsUp && !closing) recount(database);
      isSound = true;
    })
    // Also where it could not be read: nobody knows what is in it.
    .catch((error: unknown) => spoil(failure(error, 'read', file)));
  const usable = (): void => {
    if (closing) throw new NumrouteError('CLOSED', 'the journal was closed', {});
  };
  const read = <T>(ask: (queries: Queries) => T): T => {
    usable();
    try {
      return ask(queries);
    } catch (error) {
      const plain = failure(error, 'read', file);
      // What cannot be read cannot be bought upon.
      if (isDamage(error)) spoil(plain);
      throw plain;
    }
  };
  const commit = <T>(work: () => T): { readonly result: T; readonly writes: number } => {
    usable();
    if (broken) throw broken;
    try {
      isMarked ||= markInUse(database);
      // Where the file does not say it, a copy without the log would pass for the whole.
      if (!isMarked) throw stillRead(file);
      return inTransaction(database, () => ({
        result: work(),
        // Once it is committed, nothing may fail any more but the sync.
        writes: Number(sql.writes.get()?.['n']),
      }));
    } catch (error) {
      const plain = failure(error, 'written', file);
      if (isFatal(error)) spoil(plain);
      throw plain;
    }
  };
  /** Commits at once, in the order of the calls, and resolves when it is on the disk with all that came before. */
  const write = async <T>(work: () => T): Promise<T> => {
    const { result, writes } = commit(work);
    try {
      await log.reached();
    } catch (error) {
      const plain = notSynced(file, error);
      spoil(plain);
      throw plain;
    }
    // Not before: after a power cut the owner file would count what the log does not hold.
    acknowledged(writes);
    return result;
  };

  const close = async (): Promise<void> => {
    await wholeCheck?.stop();
    await log.idle();
    try {
      release(isSound && broken === undefined);
    } catch (error) {
      throw failure(error, 'written', file);
    }
  };

  const reads = readsOver(read);
  return {
    ...reads,
    // What budgets are held against is not summed up from a file that may be damaged.
    spent: async (filter) => {
      await judged;
      return await reads.spent(filter);
    },
    outcomes: async (filter) => {
      await judged;
      return await reads.outcomes(filter);
    },
    openWant: async (want) =>
      await write(() => {
        const { id, key, buyer, kind, print, at } = want;
        const known = key === undefined ? undefined : wantOf(queries.wantByKey.get(key));
        if (known) return known;
        sql.openWant.run(id, key ?? null, buyer ?? null, print, Math.trunc(at), kind ?? null);
        return want;
      }),
    append: async (event) => {
      usable();
      if (event.kind === 'intent') await judged;
      // Facts are written all the same: they are true wherever the file is by now.
      const trouble = event.kind === 'intent' ? standing.trouble() : undefined;
      if (trouble) throw notBought(file, trouble);
      return await write(() => {
        const before = entryOf(queries.byId.get(event.attempt));
        const record = transition(before, event);
        const row = rowOf(record);
        if (before) sql.update.run(...row, record.id);
        const number =
          before?.number ?? Number(sql.insert.run(...row, record.beside ? 1 : 0).lastInsertRowid);
        sql.note.run(...eventRow(event));
        const after = { ...record, number };
        count(before, after);
        return after;
      });
    },
    writeCheckpoint: async (provider, anchor) => {
      await write(() => sql.addAnchor.run(provider, Math.trunc(anchor.at), JSON.stringify(anchor)));
    },
    writeNote: async (name, text) => {
      await write(() => {
        if (text === undefined) sql.dropNote.run(name);
        else sql.keepNote.run(name, text);
      });
    },
    readNotes: async (prefix) =>
      new Map(
        read(() => sql.notes.all(prefix, prefix)).map(({ name, text }) => [String(name), String(text)]),
      ),
    forget: async (endedBefore) => {
      const forgotten = await write(() => forgetBefore(database, endedBefore));
      isLogStale ||= forgotten > 0;
      if (isLogStale) {
        // The log still holds the old pages. A reader may be in the way, and is not the next time.
        const emptied = read(() => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get());
        isLogStale = emptied?.['busy'] !== 0;
        rmSync(keptLogOf(file), { force: true });
      }
      return forgotten;
    },
    disk: async () => {
      const backup = lastBackup(file);
      return { bytes: sizeOf(file) + sizeOf(logOf(file)), ...(backup && { lastBackupAt: backup.at }) };
    },
    backup: async (target) => {
      usable();
      // Where the file is no longer at its path, what is open is all there is.
      if (standing.absence()) await backupOpen(database, target);
      else await backupJournal({ file, to: target });
    },
    close: async () => {
      // Whoever closes it again waits as well: before, the file is not free.
      closing ??= close();
      await closing;
    },
  };
}

function statements(database: DatabaseSync) {
  const columns = 'id, want, provider, state, sent_at, since, order_id, record';
  return {
    insert: database.prepare(`INSERT INTO attempt (${columns}, beside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    update: database.prepare(`UPDATE attempt SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`),
    writes: database.prepare('SELECT total(seq) AS n FROM sqlite_sequence'),
    note: database.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)'),
    openWant: database.prepare(
      'INSERT INTO want (id, key, buyer, print, at, kind) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    keepNote: database.prepare('INSERT OR REPLACE INTO note (name, text) VALUES (?, ?)'),
    dropNote: database.prepare('DELETE FROM note WHERE name = ?'),
    notes: database.prepare('SELECT name, text FROM note WHERE substr(name, 1, length(?)) = ? ORDER BY name'),
    addAnchor: database.prepare('INSERT INTO anchor (provider, at, body) VALUES (?, ?, ?)'),
  };
}
