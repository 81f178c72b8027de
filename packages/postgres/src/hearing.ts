import type { AttemptEvent, JournalEntry } from '@numroute/journal';
import { readKnown } from './entries/reads.ts';
import { eventOf } from './entries/rows.ts';
import type { Database } from './store/database.ts';
import type { Listener } from './store/listener.ts';

type Tell = (entry: JournalEntry, event: AttemptEvent) => void;

export interface HearingParts {
  readonly database: Database;
  readonly schema: string;
  readonly writer: string;
  readonly listener: Listener;
}

/**
 * Tells of each event that others write, once, and of one attempt's in their order.
 *
 * Numbers are given before transactions end, and end in another order. So everything is read since the oldest
 * transaction that was under way at the look before, and what was told of it is remembered.
 */
export function hear({ database, schema: s, writer, listener }: HearingParts, tell: Tell): () => void {
  let since: string | undefined;
  let told = new Map<string, string>();
  let isStopped = false;
  let isLooking = false;
  let again = false;

  const look = async (): Promise<void> => {
    const fresh = await database.snapshot(async (ask) => {
      const [now] = await ask('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS oldest');
      const oldest = String(now?.['oldest']);
      const rows =
        since === undefined
          ? []
          : await ask(
              `SELECT seq, tx::text AS tx, at, attempt, kind, by, body FROM ${s}.event
               WHERE tx >= $1::xid8 AND writer <> $2 ORDER BY seq`,
              [since, writer],
            );
      return { oldest, rows };
    });
    const { oldest, rows } = fresh;
    for (const row of rows) {
      const seq = String(row['seq']);
      if (told.has(seq)) continue;
      const event = eventOf(row);
      const known = await readKnown(database, s, event.attempt);
      if (isStopped) return;
      told.set(seq, String(row['tx']));
      if (known) tell(known.entry, event);
    }
    since = oldest;
    told = new Map([...told].filter(([, tx]) => BigInt(tx) >= BigInt(oldest)));
  };
  const lookOn = async (): Promise<void> => {
    isLooking = true;
    while (again && !isStopped) {
      again = false;
      // The store is away: it is looked at again in a few seconds, from where one was.
      await look().catch(() => undefined);
    }
    isLooking = false;
  };
  const soon = (): void => {
    again = true;
    if (!isLooking) lookOn().catch(() => undefined);
  };
  const stop = listener.listen((word) => {
    if (word === undefined || (word.startsWith('event ') && word !== `event ${writer}`)) soon();
  });
  soon();
  return () => {
    isStopped = true;
    stop();
  };
}
