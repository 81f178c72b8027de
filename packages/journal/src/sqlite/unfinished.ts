import type { DatabaseSync } from 'node:sqlite';
import { type AttemptEvent, type AttemptRecord, type AttemptState, transition } from '../attempt/index.ts';
import { countedRow } from './counts/rows.ts';
import { damaged } from './file/errors.ts';
import { entryOf, eventOf } from './file/rows.ts';
import { selection } from './selection.ts';

/** What money may still come or go for. What was delivered is paid and stays so, and most of the past is that. */
const IN_FLIGHT: readonly AttemptState[] = ['sending', 'unknown', 'lost', 'disputed', 'open'];

/**
 * Of an up-to-date file. Reads what is open and nothing else.
 *
 * @returns Whether what is counted of them is what follows from them.
 * @throws {NumrouteError} INVALID_INPUT What is not over yet is not what its events say.
 */
export function checkUnfinished(database: DatabaseSync, file: string): boolean {
  const history = database.prepare('SELECT * FROM event WHERE attempt = ? ORDER BY seq');
  const { where, values } = selection({ states: IN_FLIGHT });
  const unfinished = database.prepare(`SELECT number, id, record, sent_at FROM attempt ${where}`);
  const counted = database.prepare('SELECT * FROM counted WHERE sent_at = ? AND number = ?');
  let isCounted = true;
  for (const row of unfinished.all(...values)) {
    const entry = entryOf(row);
    if (!entry || !isAsTold(entry, history.all(String(row['id'])).map(eventOf))) {
      throw damaged(file, `attempt ${row['number']} is not what its events say`);
    }
    const found = counted.get(Number(row['sent_at']), entry.number);
    const buyer = typeof found?.['buyer'] === 'string' ? found['buyer'] : null;
    isCounted &&= Object.values(found ?? {}).join() === countedRow(entry, buyer).join();
  }
  return isCounted;
}

function isAsTold(entry: AttemptRecord, events: readonly AttemptEvent[]): boolean {
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
