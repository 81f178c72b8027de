import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Checkpoint } from '../checkpoint.ts';
import type { Journal, WantRecord } from '../contract.ts';
import { checkMost } from '../rules.ts';
import type { CountQuestions } from './counts/questions.ts';
import { entryOf, eventOf, lineOf } from './file/rows.ts';
import { selection } from './selection.ts';

/** All of a journal that only reads. */
export interface JournalReads
  extends Pick<
    Journal,
    | 'findAttempt'
    | 'findNumber'
    | 'findOrder'
    | 'findWant'
    | 'list'
    | 'spent'
    | 'outcomes'
    | 'history'
    | 'readCheckpoint'
    | 'exportLines'
  > {}

/** What SQLite takes for no limit. */
const WITHOUT_END = -1;

/** Small enough that no read holds the event loop for long. */
const PAGE = 500;

export interface Queries {
  readonly byId: StatementSync;
  readonly byNumber: StatementSync;
  readonly byOrder: StatementSync;
  readonly where: (condition: string, newestFirst?: boolean) => StatementSync;
  readonly history: StatementSync;
  readonly page: StatementSync;
  readonly wantById: StatementSync;
  readonly wantByKey: StatementSync;
  readonly anchor: StatementSync;
  readonly counts: CountQuestions;
}

/** @param counts Whoever only reads may see a file that nobody has brought up to date yet. */
export function queriesOf(database: DatabaseSync, counts: CountQuestions): Queries {
  const select = 'SELECT number, record FROM attempt';
  const event = 'SELECT seq, at, attempt, kind, by, body FROM event';
  return {
    byId: database.prepare(`${select} WHERE id = ?`),
    byNumber: database.prepare(`${select} WHERE number = ?`),
    byOrder: database.prepare(`${select} WHERE provider = ? AND order_id = ? ORDER BY number DESC LIMIT 1`),
    where: (condition, newestFirst) =>
      database.prepare(`${select} ${condition} ORDER BY number${newestFirst ? ' DESC' : ''} LIMIT ?`),
    history: database.prepare(`${event} WHERE attempt = ? ORDER BY seq`),
    page: database.prepare(`${event} WHERE seq > ? ORDER BY seq LIMIT ?`),
    wantById: database.prepare('SELECT * FROM want WHERE id = ?'),
    wantByKey: database.prepare('SELECT * FROM want WHERE key = ?'),
    anchor: database.prepare('SELECT * FROM anchor WHERE provider = ? ORDER BY seq DESC LIMIT 1'),
    counts,
  };
}

/** @param read Asks an open journal, and says a failure in plain words. */
export function readsOver(read: <T>(ask: (queries: Queries) => T) => T): JournalReads {
  return {
    findAttempt: async (id) => read(({ byId }) => entryOf(byId.get(id))),
    findNumber: async (number) => read(({ byNumber }) => entryOf(byNumber.get(number))),
    findOrder: async ({ provider, id }) => read(({ byOrder }) => entryOf(byOrder.get(provider, id))),
    findWant: async (id) => read(({ wantById }) => wantOf(wantById.get(id))),
    list: async (filter) => {
      checkMost(filter);
      const { where: condition, values } = selection(filter);
      return read(({ where }) =>
        where(condition, filter.newestFirst)
          .all(...values, filter.most ?? WITHOUT_END)
          .flatMap((row) => entryOf(row) ?? []),
      );
    },
    spent: async (filter) => read(({ counts }) => counts.spent(filter)),
    outcomes: async (filter) => read(({ counts }) => counts.outcomes(filter)),
    history: async (attempt) => read(({ history }) => history.all(attempt).map(eventOf)),
    readCheckpoint: async (provider) =>
      read(({ anchor }) => {
        const row = anchor.get(provider);
        return row && (JSON.parse(String(row['body'])) as Checkpoint);
      }),
    exportLines: async function* () {
      // By page, so that a write between two lines is no conflict.
      for (let after = 0; ; ) {
        const lines = read(({ page }) =>
          page.all(after, PAGE).map((row) => [Number(row['seq']), lineOf(row)] as const),
        );
        for (const [seq, line] of lines) {
          yield line;
          after = seq;
        }
        if (lines.length < PAGE) return;
      }
    },
  };
}

/** The want that a row holds; undefined without a row. */
export function wantOf(row: Readonly<Record<string, unknown>> | undefined): WantRecord | undefined {
  if (!row) return undefined;
  const { id, key, buyer, kind, print, at } = row;
  return {
    id: String(id),
    ...(key !== null && { key: String(key) }),
    ...(buyer !== null && { buyer: String(buyer) }),
    // A reader may see a file that has no such column yet.
    ...(kind === 'code' && { kind }),
    print: String(print),
    at: Number(at),
  };
}
