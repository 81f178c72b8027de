import type { DatabaseSync } from 'node:sqlite';
import { type AttemptEvent, type AttemptRecord, transition } from '../../attempt/index.ts';
import { eventOf } from '../file/rows.ts';

/** Says of the attempts of an older file when what mattered happened to them, as their events tell it. */
export function addMilestones(database: DatabaseSync): void {
  const read = database.prepare('SELECT record FROM attempt WHERE id = ?');
  const update = database.prepare('UPDATE attempt SET record = ? WHERE id = ?');
  for (const [id, events] of byAttempt(database)) {
    const told = retold(events);
    if (!told?.order) continue;
    const record = JSON.parse(String(read.get(id)?.['record'])) as AttemptRecord;
    const { openedAfterMs, codeAfterMs, endedAfterMs } = told;
    update.run(JSON.stringify({ ...record, openedAfterMs, codeAfterMs, endedAfterMs }), id);
  }
}

/** One attempt after the other: a journal of years is larger than the memory. */
function* byAttempt(database: DatabaseSync): Generator<readonly [id: string, events: AttemptEvent[]]> {
  // The index of the attempts has them in this order already.
  const rows = database.prepare(
    'SELECT at, attempt, kind, by, body FROM event INDEXED BY by_attempt ORDER BY attempt, seq',
  );
  let events: AttemptEvent[] = [];
  for (const row of rows.iterate()) {
    const event = eventOf(row);
    const [first] = events;
    if (first && first.attempt !== event.attempt) {
      yield [first.attempt, events];
      events = [];
    }
    events.push(event);
  }
  const [first] = events;
  if (first) yield [first.attempt, events];
}

function retold(events: readonly AttemptEvent[]): AttemptRecord | undefined {
  try {
    return events.reduce<AttemptRecord | undefined>(transition, undefined);
  } catch {
    // A journal must open, also where an older version allowed what is forbidden by now: nothing is learnt of it.
    return undefined;
  }
}
