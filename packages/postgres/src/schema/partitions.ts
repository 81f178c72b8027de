import { UNFINISHED } from '@numroute/journal';
import type { Ask, Database } from '../store/database.ts';
import { quoted } from '../store/names.ts';

/** Ahead of time: a process may run for as long without a look. */
const MONTHS_AHEAD = 2;

/** A part of `event` for each month. What no part is for goes into `event_rest`, and nothing is refused. */
export async function keepPartitions(ask: Ask, s: string): Promise<void> {
  const months = await ask(
    `SELECT to_char(month, 'YYYY_MM') AS name, month::date::text AS first, (month + interval '1 month')::date::text AS next
     FROM generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'),
       date_trunc('month', now() AT TIME ZONE 'UTC') + $1 * interval '1 month', interval '1 month') AS month
     WHERE to_regclass($2 || to_char(month, 'YYYY_MM')) IS NULL`,
    [MONTHS_AHEAD, `${s}.event_`],
  );
  for (const { name, first, next } of months) {
    const from = `'${first} 00:00:00+00'`;
    const to = `'${next} 00:00:00+00'`;
    const rest = await ask(
      `SELECT 1 FROM ${s}.event_rest WHERE db_at >= ${from}::timestamptz AND db_at < ${to}::timestamptz LIMIT 1`,
    );
    // It stays where it is: a part may not be made over what is in `event_rest` already.
    if (rest.length > 0) continue;
    await ask(`CREATE TABLE ${s}.event_${name} PARTITION OF ${s}.event FOR VALUES FROM (${from}) TO (${to})`);
  }
}

/** A month of events may be large. */
const TEND_MS = 60_000;

/**
 * Makes the months to come, and takes those out of `event` that ended long ago and of whose attempts none is
 * unfinished and none tells of a person any more. They are tables of their own afterwards; nothing is dropped.
 *
 * @returns What was taken out.
 * @throws PostgreSQL's own error.
 */
export async function tendMonths(
  database: Database,
  { schema: s, keepMs }: { readonly schema: string; readonly keepMs: number },
): Promise<readonly string[]> {
  return await database.transaction(
    async (ask) => {
      await keepPartitions(ask, s);
      const old = await ask(
        `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
         WHERE inhparent = $1::regclass AND child.relname ~ '^event_[0-9]{4}_[0-9]{2}$'
           AND to_date(substr(child.relname, 7), 'YYYY_MM') + interval '1 month' < now() - $2 * interval '1 millisecond'
         ORDER BY name`,
        [`${s}.event`, keepMs],
      );
      const detached: string[] = [];
      for (const { name } of old) {
        const needed = await ask(
          `SELECT 1 FROM ${s}.attempt WHERE (state IN (${quoted(UNFINISHED)}) OR personal)
           AND id IN (SELECT attempt FROM ${s}.${name}) LIMIT 1`,
        );
        if (needed.length > 0) continue;
        await ask(`ALTER TABLE ${s}.event DETACH PARTITION ${s}.${name}`);
        detached.push(String(name));
      }
      return detached;
    },
    { ms: TEND_MS },
  );
}
