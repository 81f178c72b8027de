import type { DatabaseSync } from 'node:sqlite';
import { ENDED, forgetPerson } from '../attempt/index.ts';
import { eventOf, eventRow, rowOf } from './file/rows.ts';
import { guards } from './schema/schema.ts';

/**
 * Rewrites what tells of a person, and only that: the one place where an event is changed. The
 * database overwrites the old bytes, also in its log.
 */
export function forgetBefore(database: DatabaseSync, endedBefore: number): number {
  const old = database
    .prepare(
      `SELECT id FROM attempt WHERE since < ? AND state IN (${ENDED.map(() => '?').join(', ')})
       AND (json_extract(record, '$.order.phone') <> ''
         OR EXISTS (SELECT 1 FROM json_each(record, '$.order.messages')
           WHERE COALESCE(json_extract(value, '$.code'), json_extract(value, '$.text')) IS NOT NULL))`,
    )
    .all(Math.trunc(endedBefore), ...ENDED);
  if (old.length === 0) return 0;
  database.exec('DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete');
  const events = database.prepare('SELECT * FROM event WHERE attempt = ? ORDER BY seq');
  const change = database.prepare('UPDATE event SET body = ? WHERE seq = ?');
  const update = database.prepare('UPDATE attempt SET record = ? WHERE id = ?');
  for (const { id } of old) {
    const rows = events.all(String(id));
    const { events: nameless, record } = forgetPerson(rows.map(eventOf));
    for (const [nth, event] of nameless.entries()) change.run(eventRow(event)[4], Number(rows[nth]?.['seq']));
    if (record) update.run(rowOf(record)[7], String(id));
  }
  database.exec(guards);
  return old.length;
}
