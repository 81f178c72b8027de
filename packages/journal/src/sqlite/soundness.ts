import type { DatabaseSync } from 'node:sqlite';
import { type AttemptEvent, type AttemptRecord, ENDED, transition } from '../attempt/index.ts';
import { pragma } from './file/engine.ts';
import { damaged } from './file/errors.ts';
import { entryOf, eventOf } from './file/rows.ts';

/**
 * SQLite has no checksums on its pages, so what it cannot notice is looked at, too.
 *
 * @throws {NumrouteError} INVALID_INPUT The pages, the indexes or the texts are damaged.
 */
export function checkPages(database: DatabaseSync, file: string): void {
  // Not the quick one: an index that lacks an entry no longer forbids a second purchase.
  const verdict = pragma(database, 'integrity_check(1)');
  if (verdict !== 'ok') throw damaged(file, 'its pages are not what they were');
}

/**
 * Of an up-to-date file.
 *
 * @throws {NumrouteError} INVALID_INPUT A text is none of ours, rows are missing, or what is not over
 *   yet is not what its events say.
 */
export function checkTexts(database: DatabaseSync, file: string): void {
  const garbled = database.prepare(`
    SELECT 1 FROM attempt WHERE NOT json_valid(record)
    UNION ALL SELECT 1 FROM event WHERE NOT json_valid(body)
    UNION ALL SELECT 1 FROM anchor WHERE NOT json_valid(body) LIMIT 1`);
  if (garbled.get()) throw damaged(file, 'a text in it is garbled');
  // Rows are never deleted and their numbers have no gaps: a gap is a page of another time.
  const rows = database.prepare(
    'SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM attempt) + (SELECT count(*) FROM want) + (SELECT count(*) FROM anchor) AS n',
  );
  if (rows.get()?.['n'] !== writesIn(database)) throw damaged(file, 'rows are missing in it');
  const history = database.prepare('SELECT * FROM event WHERE attempt = ? ORDER BY seq');
  const unfinished = database.prepare(
    `SELECT id, number, record FROM attempt WHERE state NOT IN (${ENDED.map(() => '?').join(', ')})`,
  );
  for (const row of unfinished.all(...ENDED)) {
    if (!isAsTold(entryOf(row), history.all(String(row['id'])).map(eventOf))) {
      throw damaged(file, `attempt ${row['number']} is not what its events say`);
    }
  }
}

function isAsTold(entry: AttemptRecord | undefined, events: readonly AttemptEvent[]): boolean {
  let told: AttemptRecord | undefined;
  try {
    for (const event of events) told = transition(told, event);
  } catch {
    return false;
  }
  return facts(entry) === facts(told);
}

/** What money hangs on. */
function facts(record: AttemptRecord | undefined): string {
  const { id, want, offer, maxPrice, state, order } = record ?? {};
  return JSON.stringify([id, want, offer, maxPrice, state, order?.id, order?.phone, order?.paid]);
}

/** How many writes the file has seen. Only rises: numbers are never given twice. */
export function writesIn(database: DatabaseSync): number {
  const isNew = !database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get();
  if (isNew) return 0;
  return Number(database.prepare('SELECT total(seq) AS n FROM sqlite_sequence').get()?.['n'] ?? 0);
}
