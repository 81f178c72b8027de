import type { DatabaseSync } from 'node:sqlite';
import { type Clock, NumrouteError, type Order, type OrderRef } from '@numroute/core';
import type { Intent, Journal } from '@numroute/router';
import { failure, isFatal } from './errors.ts';
import { type AttemptRow, type JournalEvent, project } from './project.ts';
import { inTransaction } from './transaction.ts';

/** Small enough that no read holds the event loop for long. */
const PAGE = 500;

const columns = [
  'id',
  'want',
  'provider',
  'state',
  'cap_amount',
  'cap_currency',
  'paid_amount',
  'paid_currency',
  'reason',
  'intent',
  'order_id',
  'bought',
] as const satisfies readonly (keyof AttemptRow)[];

export interface LineJournal extends Journal {
  close(): Promise<void>;
  /** Every event so far, oldest first, each as one line of JSON. */
  exportLines(): Iterable<string>;
}

/** A journal over an open, migrated database. */
export function journalOver(database: DatabaseSync, clock: Clock, release: () => void): LineJournal {
  let isClosed = false;
  let broken: NumrouteError | undefined;
  const select = `SELECT ${columns.join(', ')} FROM attempt`;
  const sql = {
    byId: database.prepare(`${select} WHERE id = ?`),
    byOrder: database.prepare(`${select} WHERE provider = ? AND order_id = ?`),
    live: database.prepare(`SELECT bought FROM attempt WHERE state IN ('open', 'delivered') ORDER BY seq`),
    unresolved: database.prepare(
      `SELECT intent FROM attempt WHERE state IN ('sending', 'unknown') ORDER BY seq`,
    ),
    put: database.prepare(
      `INSERT INTO attempt (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    ),
    note: database.prepare('INSERT INTO event (at, attempt, kind, body) VALUES (?, ?, ?, ?)'),
    page: database.prepare(
      'SELECT seq, at, attempt, kind, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?',
    ),
  };

  const usable = (): void => {
    if (isClosed) throw new NumrouteError('CLOSED', 'the journal was closed', {});
  };
  const read = <T>(ask: () => T): T => {
    usable();
    try {
      return ask();
    } catch (error) {
      throw failure(error, 'read');
    }
  };
  const write = (work: () => void): void => {
    usable();
    if (broken) throw broken;
    try {
      inTransaction(database, work);
    } catch (error) {
      const plain = failure(error, 'written');
      if (isFatal(error)) broken = plain;
      throw plain;
    }
  };
  const record = (row: AttemptRow | undefined, event: JournalEvent): void => {
    const next = project(row, event);
    if (!next) {
      throw NumrouteError.input('attempt', 'an attempt whose intent was written', event.attempt);
    }
    sql.put.run(...columns.map((name) => next[name]));
    sql.note.run(Math.trunc(clock.now()), event.attempt, event.kind, JSON.stringify(event.body));
  };
  const attemptOf = (id: string): AttemptRow | undefined => sql.byId.get(id) as AttemptRow | undefined;
  const holderOf = ({ provider, id }: OrderRef): AttemptRow | undefined =>
    sql.byOrder.get(provider, id) as AttemptRow | undefined;

  return {
    writeIntent: async ({ attempt, want, offer, maxPrice, at }) => {
      write(() => {
        if (attemptOf(attempt)) {
          throw new NumrouteError('WRONG_STATE', 'journal: not written: this attempt is already written', {});
        }
        record(undefined, { kind: 'intent', attempt, body: { attempt, want, offer, maxPrice, at } });
      });
    },
    writeOutcome: async (attempt, outcome) => {
      write(() => {
        const row = attemptOf(attempt);
        if (outcome.kind === 'bought' && row?.order_id != null && row.order_id !== outcome.order.id) {
          throw new NumrouteError('WRONG_STATE', 'journal: not written: the attempt holds another order', {});
        }
        record(row, { kind: 'outcome', attempt, body: outcome });
      });
    },
    writeOrder: async (order) => {
      write(() => {
        const row = holderOf(order);
        const attempt = row?.id ?? `order:${order.provider}/${order.id}`;
        record(row, { kind: 'order', attempt, body: order });
      });
    },
    findOrder: async (ref) => {
      const bought = read(() => holderOf(ref)?.bought);
      return bought == null ? undefined : (JSON.parse(bought) as Order);
    },
    listOpenOrders: async () =>
      read(() => sql.live.all()).map((row) => JSON.parse(String(row['bought'])) as Order),
    listUnresolved: async () =>
      read(() => sql.unresolved.all()).map((row) => JSON.parse(String(row['intent'])) as Intent),
    exportLines: function* () {
      // By page, so that a write between two lines is no conflict.
      for (let after = 0; ; ) {
        const rows = read(() => sql.page.all(after, PAGE));
        for (const { seq, at, attempt, kind, body } of rows) {
          yield JSON.stringify({ seq, at, attempt, kind, body: JSON.parse(String(body)) as unknown });
          after = Number(seq);
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
        throw failure(error, 'written');
      }
    },
  };
}
