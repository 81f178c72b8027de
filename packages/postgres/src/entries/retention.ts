import { ENDED, forgetPerson } from '@numroute/journal';
import { eventRow, rowOf } from '@numroute/journal/parts';
import type { Ask, Database } from '../store/database.ts';
import { failure } from '../store/errors.ts';
import { quoted } from '../store/names.ts';
import type { Fence } from './fence.ts';
import { eventOf } from './rows.ts';

const PAGE = 500;
/** A page has some thousand statements. */
const PAGE_MS = 60_000;

export interface Retention {
  readonly database: Database;
  readonly schema: string;
  readonly fence: Fence;
}

/**
 * Rewrites what tells of a person, and only that, by pages: the one place where an event is changed. What is at
 * accounts of other owners is theirs to forget.
 *
 * @throws {NumrouteError} NOT_OWNER This process holds no lease.
 */
export async function forgetBefore(
  { database, schema: s, fence }: Retention,
  before: number,
): Promise<number> {
  let forgotten = 0;
  for (;;) {
    await fence.mustHoldSome();
    const page = await database.read(
      `SELECT id FROM ${s}.attempt WHERE personal AND since < $1 AND state IN (${quoted(ENDED)})
       AND provider NOT IN (SELECT provider FROM ${s}.lease WHERE fence <> $2 AND until > clock_timestamp())
       ORDER BY since LIMIT ${PAGE}`,
      [Math.trunc(before), fence.number],
    );
    const ids = page.map((row) => String(row['id']));
    if (ids.length > 0)
      await database
        .transaction((ask) => forgetAll(ask, s, ids), { ms: PAGE_MS })
        .catch((error: unknown) => {
          throw failure(error, 'written');
        });
    forgotten += ids.length;
    if (ids.length < PAGE) return forgotten;
  }
}

async function forgetAll(ask: Ask, s: string, ids: readonly string[]): Promise<void> {
  await ask("SELECT set_config('numroute.forgets', 'on', true)");
  // Locked first: a late fact waits, and then finds another version.
  await ask(`SELECT 1 FROM ${s}.attempt WHERE id = ANY ($1) ORDER BY number FOR UPDATE`, [ids]);
  for (const id of ids) {
    const rows = await ask(
      `SELECT seq, db_at::text AS placed, at, attempt, kind, by, body FROM ${s}.event WHERE attempt = $1 ORDER BY seq`,
      [id],
    );
    const { events, record } = forgetPerson(rows.map(eventOf));
    for (const [nth, event] of events.entries())
      await ask(`UPDATE ${s}.event SET body = $1 WHERE seq = $2 AND db_at = $3::timestamptz`, [
        eventRow(event)[4],
        Number(rows[nth]?.['seq']),
        String(rows[nth]?.['placed']),
      ]);
    await ask(
      `UPDATE ${s}.attempt SET personal = false, version = version + 1, record = coalesce($1, record) WHERE id = $2`,
      [record ? rowOf(record)[7] : null, id],
    );
  }
}
