import { NumrouteError } from '@numroute/core';

/** Constraints and what it means that one of them is broken. */
const conflicts: Readonly<Record<string, string>> = {
  provider_order: 'another attempt already holds this order',
  one_unresolved: 'a purchase at this provider is still unresolved',
  one_live: 'this want has a live attempt already',
  attempt_pkey: 'this attempt is already written',
};

/** By SQLSTATE, or its class. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const words: Readonly<Record<string, string>> = {
  '25006': 'the database is read-only: a replica, or set so',
  '28': 'the database refuses the name or the password',
  '3D000': 'there is no such database',
  '42501': 'the role lacks a right on the schema; docs/several-machines.md names them',
  '42P01': 'a table of the schema is missing',
  '53100': 'the disk of the database is full; make room on it, and it goes on by itself',
  '53300': 'the database takes no more connections',
  '57014': 'the database took too long',
  '57P': 'the database is starting or was stopped',
  '08': 'the connection to the database broke',
};

/** Errors of one moment, after which the same may work at once. */
const PASSING = ['40001', '40P01'];

const UNIQUE = '23505';

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
};

/** PostgreSQL gave way to another transaction. */
export const isPassing = (error: unknown): boolean => PASSING.includes(codeOf(error));

/**
 * PostgreSQL itself refused the statement, so nothing of it was written. Where the connection broke, or no
 * answer came in time, it may have been.
 */
export function isRefused(error: unknown): boolean {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('08') && !code.startsWith('57P');
}

/** A failed read or write in plain words. PostgreSQL's own hold names, never a password. */
export function failure(error: unknown, doing: 'read' | 'written'): NumrouteError {
  if (NumrouteError.is(error)) return error;
  const code = codeOf(error);
  const { constraint = '', message = String(error) } = error as { constraint?: string; message?: string };
  // Partitions and schemas may put something before it.
  const broken = Object.keys(conflicts).find((name) => constraint.endsWith(name));
  if (code === UNIQUE && broken !== undefined) {
    return new NumrouteError(
      'WRONG_STATE',
      `journal: not ${doing}: ${conflicts[broken]}`,
      {},
      { cause: error },
    );
  }
  const meaning = words[code] ?? words[code.slice(0, 3)] ?? words[code.slice(0, 2)] ?? message;
  return new NumrouteError(
    'UNAVAILABLE',
    `journal: PostgreSQL: not ${doing}: ${meaning}`,
    {},
    { cause: error },
  );
}
