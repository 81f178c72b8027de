import type { Checkpoint, Journal } from '@numroute/journal';
import { checkMost, type JournalReads, lineOf } from '@numroute/journal/parts';
import type { Database } from '../store/database.ts';
import { cell, textOf } from '../store/names.ts';
import { outcomes, spent } from './counts.ts';
import { entriesOf, eventOf, type Known, knownOf, wantAt } from './rows.ts';
import { selection } from './selection.ts';

const PAGE = 500;

export const ENTRY = 'number, version, record';
const EVENT = 'seq, at, attempt, kind, by, body';

/** An attempt with how many events have made it, from the database and from nowhere else. */
export async function readKnown(database: Database, s: string, id: string): Promise<Known | undefined> {
  const [row] = await database.read(`SELECT ${ENTRY} FROM ${s}.attempt WHERE id = $1`, [cell(id)]);
  return knownOf(row);
}

/** All of a journal that only reads. */
export function readsOver(database: Database, s: string): JournalReads & Pick<Journal, 'readNotes'> {
  const attempts = `SELECT ${ENTRY} FROM ${s}.attempt`;
  return {
    findAttempt: async (id) => (await readKnown(database, s, id))?.entry,
    findNumber: async (number) =>
      Number.isSafeInteger(number)
        ? entriesOf(await database.read(`${attempts} WHERE number = $1`, [number]))[0]
        : undefined,
    findOrder: async ({ provider, id }) =>
      entriesOf(
        await database.read(
          `${attempts} WHERE provider = $1 AND order_id = $2 ORDER BY attempt.number DESC LIMIT 1`,
          [cell(provider), cell(id)],
        ),
      )[0],
    findWant: async (id) =>
      wantAt((await database.read(`SELECT * FROM ${s}.want WHERE id = $1`, [cell(id)]))[0]),
    list: async (filter) => {
      checkMost(filter);
      const { where, values } = selection(s, filter);
      const limit = filter.most === undefined ? '' : ` LIMIT ${filter.most}`;
      const order = `ORDER BY number${filter.newestFirst ? ' DESC' : ''}`;
      return entriesOf(await database.read(`${attempts} WHERE ${where} ${order}${limit}`, values));
    },
    spent: async (filter) => await spent(database, s, filter),
    outcomes: async (filter) => await outcomes(database, s, filter),
    history: async (attempt) =>
      (
        await database.read(`SELECT ${EVENT} FROM ${s}.event WHERE attempt = $1 ORDER BY seq`, [
          cell(attempt),
        ])
      ).map(eventOf),
    readCheckpoint: async (provider) => {
      const [row] = await database.read(
        `SELECT body FROM ${s}.anchor WHERE provider = $1 ORDER BY seq DESC LIMIT 1`,
        [cell(provider)],
      );
      return row && (JSON.parse(String(row['body'])) as Checkpoint);
    },
    readNotes: async (prefix) => {
      const rows = await database.read(`SELECT name, text FROM ${s}.note WHERE left(name, length($1)) = $1`, [
        cell(prefix),
      ]);
      const notes = rows.map(({ name, text }) => [textOf(name), textOf(text)] as const);
      return new Map(notes.sort(([left], [right]) => (left < right ? -1 : 1)));
    },
    exportLines: async function* () {
      // What is committed meanwhile with a lower number than the last page's is not in it: it came later.
      const [last] = await database.read(`SELECT coalesce(max(seq), 0) AS seq FROM ${s}.event`);
      for (let after = 0; ; ) {
        const rows = await database.read(
          `SELECT ${EVENT} FROM ${s}.event WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT ${PAGE}`,
          [after, Number(last?.['seq'])],
        );
        for (const row of rows) {
          after = Number(row['seq']);
          yield lineOf({ ...row, ...eventOf(row), seq: after, body: row['body'] });
        }
        if (rows.length < PAGE) return;
      }
    },
  };
}
