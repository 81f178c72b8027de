import { dirname, resolve } from 'node:path';
import { NumrouteError } from '@numroute/core';
import type { Io } from '../io.ts';
import { type Check, isObject } from './check.ts';

/** A journal in PostgreSQL, which several machines share. */
export interface JournalDatabase {
  /** Holds no password. */
  readonly url: string;
  readonly password?: string;
  /** Absent: the package's own. */
  readonly schema?: string;
  /** Names the accounts that are taken together. */
  readonly house?: string;
}

/** The file that remembers orders, absolute; or a database. */
export type JournalPlace = string | JournalDatabase;

const EXPECTED =
  'a file name such as "numroute.sqlite", or an address such as "postgres://numroute@db.internal/numroute"';
const PASSWORD = 'no password in the file: set PGPASSWORD, or "password": {"env": "NAME"} beside "url"';

/** Whether it names a database, not a file. */
export const isAddress = (text: string): boolean => /^postgres(?:ql)?:\/\//i.test(text);

/** @param config The config file, absolute. */
export function journalAt(check: Check, raw: unknown, config: string, env: Io['env']): JournalPlace {
  if (isObject(raw)) return databaseAt(check, raw, env);
  const text = check.text(raw, 'journal', EXPECTED);
  if (isAddress(text)) return { url: addressAt(check, text, 'journal'), ...passwordOf(env['PGPASSWORD']) };
  return resolve(dirname(config), text);
}

function databaseAt(check: Check, raw: unknown, env: Io['env']): JournalDatabase {
  const entry = check.object(raw, 'journal', ['url', 'password', 'schema', 'house']) ?? {};
  const { password, schema, house } = entry;
  const url = check.text(entry['url'], 'journal.url', 'an address such as "postgres://name@host/database"');
  return {
    url: addressAt(check, url, 'journal.url'),
    ...passwordOf(password === undefined ? env['PGPASSWORD'] : passwordAt(check, password, env)),
    ...(schema !== undefined && { schema: nameAt(check, schema, 'journal.schema') }),
    ...(house !== undefined && { house: nameAt(check, house, 'journal.house') }),
  };
}

const passwordOf = (password: string | undefined): Pick<JournalDatabase, 'password'> =>
  password ? { password } : {};

function passwordAt(check: Check, raw: unknown, env: Io['env']): string | undefined {
  const place = 'journal.password';
  if (!isObject(raw)) {
    check.refuse(place, '{"env": "NAME"} with the name of an environment variable that holds it');
    return undefined;
  }
  const variable = check.text(
    check.object(raw, place, ['env'])?.['env'],
    `${place}.env`,
    'the name of an environment variable',
  );
  const found = env[variable];
  if (variable && !found)
    check.refuse(place, `the environment variable ${variable} to be set; it is empty or missing`);
  return found;
}

function addressAt(check: Check, text: string, place: string): string {
  if (text === '') return '';
  const url = isAddress(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) check.refuse(place, 'an address such as "postgres://name@host:5432/database"');
  // Whatever stands there, the file is copied and committed.
  if (url && (url.password !== '' || url.searchParams.has('password')))
    check.refuse(place, PASSWORD, 'an address that carries one');
  return text;
}

function nameAt(check: Check, raw: unknown, place: string): string {
  const expected = 'lower-case letters, digits and underscores, 40 at most, beginning with a letter';
  const name = check.text(raw, place, expected);
  if (name && !/^[a-z_][a-z0-9_]{0,39}$/.test(name)) check.refuse(place, expected);
  return name;
}

/**
 * @param otherwise What does the same of a database.
 * @throws {NumrouteError} INVALID_INPUT The journal is in a database.
 */
export function journalFile({ journal }: { readonly journal: JournalPlace }, otherwise: string): string {
  if (typeof journal === 'string') return journal;
  throw NumrouteError.input('journal', `a file for this command; of a database ${otherwise}`, 'a database');
}
