import { NumrouteError } from '@numroute/core';
import type { Ask, Database } from '../store/database.ts';
import { failure } from '../store/errors.ts';
import { keepPartitions } from './partitions.ts';
import { sums } from './sums.ts';
import { tables } from './tables.ts';

/** Step n leads from schema n to n + 1. A step that was released is never edited. */
const steps: readonly ((s: string) => string)[] = [(s) => `${tables(s)} ${sums(s)}`];

/** The one that this version writes. */
export const SCHEMA: number = steps.length;

/** A step may have much to do. */
const STEP_MS = 600_000;

/** The version of the tables; 0 where there are none. */
export async function schemaOf(ask: Ask, s: string): Promise<number> {
  const [found] = await ask('SELECT to_regclass($1) IS NOT NULL AS is_there', [`${s}.meta`]);
  if (found?.['is_there'] !== true) return 0;
  const [row] = await ask(`SELECT version FROM ${s}.meta`);
  return Number(row?.['version'] ?? 0);
}

/**
 * Makes the tables, or brings them up to date; one process at a time.
 *
 * @returns The version that is there now: that of a newer program stays.
 * @throws {NumrouteError} INVALID_INPUT The server is too old. UNAVAILABLE It cannot be reached, or refuses.
 */
export async function migrate(database: Database, s: string): Promise<number> {
  try {
    const [server] = await database.read("SELECT current_setting('server_version_num')::int AS version");
    if (Number(server?.['version']) < 130_000)
      throw NumrouteError.input('journal', 'PostgreSQL 13 or newer', String(server?.['version']));
    return await database.transaction(
      async (ask) => {
        await ask('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`numroute ${s}`]);
        const version = await schemaOf(ask, s);
        // Whoever may use the schema need not be allowed to make one.
        const [known] = await ask('SELECT to_regnamespace($1) IS NOT NULL AS is_there', [s]);
        if (known?.['is_there'] !== true) await ask(`CREATE SCHEMA ${s}`);
        if (version === 0)
          await ask(`CREATE TABLE ${s}.meta (version int NOT NULL, clock_sets int NOT NULL DEFAULT 0)`);
        if (version === 0) await ask(`INSERT INTO ${s}.meta (version) VALUES (0)`);
        for (const step of steps.slice(version)) for (const one of statements(step(s))) await ask(one);
        if (version < SCHEMA) await ask(`UPDATE ${s}.meta SET version = $1`, [SCHEMA]);
        if (version <= SCHEMA) await keepPartitions(ask, s);
        return Math.max(version, SCHEMA);
      },
      { ms: STEP_MS },
    );
  } catch (error) {
    throw failure(error, 'written');
  }
}

/** One by one, because a question with values is one statement. Bodies of functions hold semicolons, too. */
function statements(text: string): readonly string[] {
  return text
    .split(/;(?=(?:[^$]*\$body\$[^$]*\$body\$)*[^$]*$)/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
