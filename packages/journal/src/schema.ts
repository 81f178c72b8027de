import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { inTransaction } from './transaction.ts';

/**
 * Step n leads from schema n to n + 1. A step that was released is never edited: files that took it
 * exist. `event` is the truth, `attempt` what follows from it.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE attempt (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    want TEXT,
    provider TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'unknown', 'refused',
      'open', 'delivered', 'finished', 'cancelled', 'expired', 'gone')),
    cap_amount TEXT,
    cap_currency TEXT,
    paid_amount TEXT,
    paid_currency TEXT,
    reason TEXT,
    intent TEXT,
    order_id TEXT,
    bought TEXT,
    CHECK ((order_id IS NULL) = (bought IS NULL)),
    CHECK (state NOT IN ('sending', 'unknown') OR intent IS NOT NULL)
  ) STRICT;
  CREATE UNIQUE INDEX one_unresolved ON attempt (provider) WHERE state IN ('sending', 'unknown');
  CREATE UNIQUE INDEX provider_order ON attempt (provider, order_id) WHERE order_id IS NOT NULL;
  CREATE INDEX live ON attempt (seq) WHERE state IN ('open', 'delivered');

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    attempt TEXT NOT NULL REFERENCES attempt (id),
    kind TEXT NOT NULL CHECK (kind IN ('intent', 'outcome', 'order')),
    body TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER event_no_update BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER event_no_delete BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
  `,
];

/** Spells "numr"; tells our files from other programs'. */
const APPLICATION_ID = 0x6e756d72;

/** @throws {NumrouteError} INVALID_INPUT The file is another program's or a newer version's. */
export function migrate(database: DatabaseSync): void {
  const version = pragma(database, 'user_version');
  const owner = pragma(database, 'application_id');
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (owner !== APPLICATION_ID && !(isEmpty && owner === 0 && version === 0)) {
    throw NumrouteError.input('journal', "a journal's file; this SQLite file belongs to another program");
  }
  if (Number(version) > steps.length) {
    throw NumrouteError.input(
      'journal',
      `a file of schema ${steps.length} or older; update @numroute/journal to read this one`,
      `schema ${version}`,
    );
  }
  for (const [from, step] of steps.entries()) {
    if (from < Number(version)) continue;
    inTransaction(database, () => {
      database.exec(step);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${from + 1}`);
    });
  }
}

/** What a pragma answers, as its first column. */
export function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}
