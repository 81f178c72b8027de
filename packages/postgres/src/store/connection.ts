import { NumrouteError } from '@numroute/core';
import pg from 'pg';
import type { Database, PostgresPool } from './database.ts';
import { failure } from './errors.ts';

/** With the time that a write may take, a caller hears within five seconds that the database is away. */
const CONNECT_MS = 2_000;
/** Some accounts at once, one for notifications, one for reports. */
const CONNECTIONS = 12;

/** Answers of `synchronous_commit` by which what is acknowledged is on a disk, and on the replica that counts. */
export const DURABLE: readonly string[] = ['on', 'remote_write', 'remote_apply'];

/**
 * @throws {NumrouteError} INVALID_INPUT It is no address of a PostgreSQL database. The message holds no password.
 */
export function connect(url: string): PostgresPool {
  if (typeof url !== 'string' || !/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(url))
    throw NumrouteError.input('journal.url', 'an address such as postgres://name@host:5432/database');
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'numroute',
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // A connection that breaks while nobody uses it is opened anew by the next who does.
  pool.on('error', () => undefined);
  // Its last word may come in one piece with the answer that lends it out, before anybody could listen.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool as unknown as PostgresPool;
}

/** @throws {NumrouteError} INVALID_INPUT What is acknowledged would not be on a disk. */
export async function checkDurable(database: Database): Promise<void> {
  try {
    const [row] = await database.write(
      "SELECT current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync",
    );
    const commit = String(row?.['commit']);
    if (!DURABLE.includes(commit))
      throw NumrouteError.input(
        'journal',
        `synchronous_commit that is one of ${DURABLE.join(', ')}: what was acknowledged could be lost, and a number with it`,
        commit,
      );
    if (row?.['fsync'] !== 'on')
      throw NumrouteError.input('journal', 'fsync that is on', String(row?.['fsync']));
  } catch (error) {
    throw failure(error, 'read');
  }
}
