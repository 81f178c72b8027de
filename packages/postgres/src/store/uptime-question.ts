import type { Clock } from '@numroute/core';
import type { Database } from './database.ts';
import type { DatabaseUptime } from './uptime.ts';

/**
 * Asks the server how long it has been up.
 *
 * @throws {NumrouteError} UNAVAILABLE
 */
export async function learnUptime(
  database: Database,
  s: string,
  uptime: DatabaseUptime,
  clock: Clock,
): Promise<void> {
  const asked = clock.monotonic();
  const [row] = await database.read(
    `SELECT (SELECT system_identifier FROM pg_control_system())::text AS cluster,
       extract(epoch FROM pg_postmaster_start_time())::text AS started,
       (extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) * 1000)::float8 AS ms,
       clock_sets FROM ${s}.meta`,
  );
  const { cluster, started, ms, clock_sets: sets } = row ?? {};
  if (!uptime.learn(`${cluster}/${started}/${sets}`, Number(ms), asked)) return;
  await database.write(`UPDATE ${s}.meta SET clock_sets = clock_sets + 1 WHERE clock_sets = $1`, [
    Number(sets),
  ]);
}
