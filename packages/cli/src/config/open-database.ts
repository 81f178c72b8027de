import { join } from 'node:path';
import { NumrouteError } from '@numroute/core';
import type { PostgresJournal } from '@numroute/postgres';
import { importBeside, isNotFound } from './installed.ts';
import type { JournalDatabase } from './journal-place.ts';

/** The journal of several machines. It is loaded where a config names a database, and nowhere else. */
export type Postgres = typeof import('@numroute/postgres');

const NAME = '@numroute/postgres';

/**
 * @param folder Of the config.
 * @throws {NumrouteError} INVALID_INPUT It is not installed.
 */
export async function loadPostgres(folder: string): Promise<Postgres> {
  try {
    return (await importBeside(NAME, join(folder, 'package.json'))) as Postgres;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw NumrouteError.input(
      'journal',
      `the package ${NAME} to be installed beside numroute (\`npm install ${NAME}\`)`,
    );
  }
}

/**
 * The journal in a database: it is read by anybody, and written to by whoever holds its leases.
 *
 * @param config The config file, absolute.
 * @throws {NumrouteError} INVALID_INPUT The package is not installed, or the server is of no use.
 * @throws {NumrouteError} UNAVAILABLE The database cannot be reached, or refuses the role.
 */
export async function openDatabase(place: JournalDatabase, config: string): Promise<PostgresJournal> {
  const { url: _url, password: _password, ...rest } = place;
  const { postgresJournal } = await loadPostgres(join(config, '..'));
  return await postgresJournal({ ...rest, url: addressOf(place) });
}

/** With the password: for whoever connects, never to be printed. */
export function addressOf({ url: address, password }: JournalDatabase): string {
  if (password === undefined) return address;
  const url = new URL(address);
  url.password = encodeURIComponent(password);
  return url.href;
}
