import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { type Anchor, type Journal, transition, type WantRecord } from '@numroute/router';
import { failure, isDamage, isFatal } from './errors.ts';
import { keptLogOf } from './file.ts';
import type { OpenFile } from './open.ts';
import { forgetBefore } from './retention.ts';
import { entryOf, eventOf, eventRow, lineOf, rowOf } from './rows.ts';
import { selection } from './selection.ts';
import { inTransaction } from './transaction.ts';

/** Small enough that no read holds the event loop for long. */
const PAGE = 500;

export interface ClosableJournal extends Journal {
  close(): Promise<void>;
}

/** A journal over an open, migrated database. */
export function journalOver({ file, database, acknowledged, release }: OpenFile): ClosableJournal {
  let isClosed = false;
  let broken: NumrouteError | undefined;
  const sql = statements(database);

  const usable = (): void => {
    if (isClosed) throw new NumrouteError('CLOSED', 'the journal was closed', {});
  };
  const read = <T>(ask: () => T): T => {
    usable();
    try {
      return ask();
    } catch (error) {
      const plain = failure(error, 'read', file);
      // What cannot be read cannot be bought upon.
      if (isDamage(error)) broken ??= plain;
      throw plain;
    }
  };
  const write = <T>(work: () => T): T => {
    usable();
    if (broken) throw broken;
    try {
      const { result, writes } = inTransaction(database, () => ({
        result: work(),
        // Once it is committed, nothing may fail any more.
        writes: Number(sql.writes.get()?.['n']),
      }));
      acknowledged(writes);
      return result;
    } catch (error) {
      const plain = failure(error, 'written', file);
      if (isFatal(error)) broken = plain;
      throw plain;
    }
  };

  return {
    openWant: async (want) =>
      write(() => {
        const { id, key, buyer, print, at } = want;
        const known = key === undefined ? undefined : wantOf(sql.wantByKey.get(key));
        if (known) return known;
        sql.openWant.run(id, key ?? null, buyer ?? null, print, Math.trunc(at));
        return want;
      }),
    append: async (event) =>
      write(() => {
        const before = entryOf(sql.byId.get(event.attempt));
        const record = transition(before, event);
        const row = rowOf(record);
        if (before) sql.update.run(...row, record.id);
        const number = before?.number ?? Number(sql.insert.run(...row).lastInsertRowid);
        sql.note.run(...eventRow(event));
        return { ...record, number };
      }),
    findAttempt: async (id) => read(() => entryOf(sql.byId.get(id))),
    findNumber: async (number) => read(() => entryOf(sql.byNumber.get(number))),
    findOrder: async ({ provider, id }) => read(() => entryOf(sql.byOrder.get(provider, id))),
    findWant: async (id) => read(() => wantOf(sql.wantById.get(id))),
    list: async (filter) => {
      const { where, values } = selection(filter);
      return read(() =>
        database
          .prepare(`SELECT number, record FROM attempt ${where} ORDER BY number`)
          .all(...values)
          .flatMap((row) => entryOf(row) ?? []),
      );
    },
    history: async (attempt) => read(() => sql.history.all(attempt).map(eventOf)),
    writeAnchor: async (provider, anchor) => {
      write(() => sql.addAnchor.run(provider, Math.trunc(anchor.at), JSON.stringify(anchor)));
    },
    readAnchor: async (provider) =>
      read(() => {
        const row = sql.anchor.get(provider);
        return row && (JSON.parse(String(row['body'])) as Anchor);
      }),
    forget: async (endedBefore) => {
      const forgotten = write(() => forgetBefore(database, endedBefore));
      if (forgotten > 0) {
        // The log still holds the old pages.
        read(() => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
        rmSync(keptLogOf(file), { force: true });
      }
      return forgotten;
    },
    exportLines: async function* () {
      // By page, so that a write between two lines is no conflict.
      for (let after = 0; ; ) {
        const rows = read(() => sql.page.all(after, PAGE));
        for (const row of rows) {
          yield read(() => lineOf(row));
          after = Number(row['seq']);
        }
        if (rows.length < PAGE) return;
      }
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      try {
        release();
      } catch (error) {
        throw failure(error, 'written', file);
      }
    },
  };
}

function statements(database: DatabaseSync) {
  const select = 'SELECT number, record FROM attempt';
  const columns = 'id, want, provider, state, sent_at, since, order_id, record';
  const event = 'SELECT seq, at, attempt, kind, by, body FROM event';
  return {
    byId: database.prepare(`${select} WHERE id = ?`),
    byNumber: database.prepare(`${select} WHERE number = ?`),
    byOrder: database.prepare(`${select} WHERE provider = ? AND order_id = ? ORDER BY number DESC LIMIT 1`),
    insert: database.prepare(`INSERT INTO attempt (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    update: database.prepare(`UPDATE attempt SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`),
    writes: database.prepare('SELECT total(seq) AS n FROM sqlite_sequence'),
    note: database.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)'),
    history: database.prepare(`${event} WHERE attempt = ? ORDER BY seq`),
    page: database.prepare(`${event} WHERE seq > ? ORDER BY seq LIMIT ?`),
    openWant: database.prepare('INSERT INTO want (id, key, buyer, print, at) VALUES (?, ?, ?, ?, ?)'),
    wantById: database.prepare('SELECT * FROM want WHERE id = ?'),
    wantByKey: database.prepare('SELECT * FROM want WHERE key = ?'),
    addAnchor: database.prepare('INSERT INTO anchor (provider, at, body) VALUES (?, ?, ?)'),
    anchor: database.prepare('SELECT * FROM anchor WHERE provider = ? ORDER BY seq DESC LIMIT 1'),
  };
}

type Row = Readonly<Record<string, unknown>> | undefined;

function wantOf(row: Row): WantRecord | undefined {
  if (!row) return undefined;
  const { id, key, buyer, print, at } = row;
  return {
    id: String(id),
    ...(key !== null && { key: String(key) }),
    ...(buyer !== null && { buyer: String(buyer) }),
    print: String(print),
    at: Number(at),
  };
}
