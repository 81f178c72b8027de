import { type Clock, systemClock } from '@numroute/core';
import type { PostgresJournalOptions } from './postgres-journal.ts';
import { SCHEMA, schemaOf } from './schema/migrate.ts';
import { connect, DURABLE } from './store/connection.ts';
import { Database } from './store/database.ts';
import { failure } from './store/errors.ts';
import { Listener } from './store/listener.ts';
import { checkName } from './store/names.ts';

/** A notification that has not come after so long is not on its way. */
const HEAR_MS = 5_000;

/** How a database is set, and what of it concerns a journal. */
export interface DatabaseFacts {
  /** Such as 150004. */
  readonly serverVersion: number;
  readonly synchronousCommit: string;
  readonly fsync: string;
  /** What is acknowledged is on a disk: a journal takes no other database. */
  readonly isDurable: boolean;
  /** Of the replicas that are connected: whom a commit waits for, whom it does not, and of whom the role may not know. */
  readonly replicas: { readonly waitedFor: number; readonly asynchronous: number; readonly unknown: number };
  /** Whether notifications come through; false through a pooler in transaction mode. Undefined: nobody could tell. */
  readonly hears?: boolean;
  /** By how many milliseconds the server's clock is ahead of this machine's. */
  readonly aheadMs: number;
  /** The version of the tables, 0 where there are none; and the one that this package writes. */
  readonly schema: { readonly found: number; readonly known: number };
}

/**
 * Looks at a database of which a journal is to be made. Writes nothing and makes no table.
 *
 * @throws {NumrouteError} INVALID_INPUT It is no address, or no name of a schema.
 * @throws {NumrouteError} UNAVAILABLE The database cannot be reached, or refuses the role.
 */
export async function examineDatabase(
  options: Pick<PostgresJournalOptions, 'url' | 'schema' | 'clock'>,
): Promise<DatabaseFacts> {
  const { url = '', clock = systemClock } = options;
  const s = checkName('journal.schema', options.schema ?? 'numroute');
  const pool = connect(url);
  const database = new Database(pool);
  const listener = new Listener(pool, s);
  try {
    // The connection is made before the time is taken.
    await database.read('SELECT 1');
    const asked = clock.now();
    const [row] = await database.read(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS commit,
         (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`,
    );
    const middle = (asked + clock.now()) / 2;
    const [counted] = await database.read(
      `SELECT count(*) FILTER (WHERE sync_state IN ('sync', 'quorum'))::int AS waited,
         count(*) FILTER (WHERE sync_state IN ('async', 'potential'))::int AS others,
         count(*) FILTER (WHERE sync_state IS NULL)::int AS unknown FROM pg_stat_replication`,
    );
    const found = await database.transaction((ask) => schemaOf(ask, s), {
      begin: 'BEGIN READ ONLY',
    });
    const hears = await hearing(listener, clock);
    return {
      serverVersion: Number(row?.['version']),
      synchronousCommit: String(row?.['commit']),
      fsync: String(row?.['fsync']),
      isDurable: DURABLE.includes(String(row?.['commit'])) && row?.['fsync'] === 'on',
      replicas: {
        waitedFor: Number(counted?.['waited']),
        asynchronous: Number(counted?.['others']),
        unknown: Number(counted?.['unknown']),
      },
      ...(hears !== undefined && { hears }),
      aheadMs: Math.round(Number(row?.['now']) - middle),
      schema: { found, known: SCHEMA },
    };
  } catch (error) {
    throw failure(error, 'read');
  } finally {
    listener.end();
    await database.close();
  }
}

async function hearing(listener: Listener, clock: Clock): Promise<boolean | undefined> {
  const over = new AbortController();
  const stop = listener.listen(() => {
    if (listener.hears !== undefined) over.abort();
  });
  await clock.sleep(HEAR_MS, over.signal).catch(() => undefined);
  stop();
  return listener.hears;
}
