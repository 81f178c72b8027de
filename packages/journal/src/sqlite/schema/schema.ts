import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { countAll } from '../counts/tables.ts';
import { pragma } from '../file/engine.ts';
import { inTransaction } from '../file/transaction.ts';
import { schemaOf } from '../ownership/use-mark.ts';
import { addMilestones } from './milestones.ts';
import { fromOne } from './schema-one.ts';

/**
 * Step n leads from schema n to n + 1. A step that was released is never edited: files that took it
 * exist. `event` is the truth, `attempt` what follows from it.
 */
const steps: readonly ((database: DatabaseSync) => void)[] = [
  (database) =>
    database.exec(`
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
  `),
  (database) => {
    database.exec(`
  ALTER TABLE event RENAME TO event_one;
  ALTER TABLE attempt RENAME TO attempt_one;
  DROP INDEX one_unresolved;
  DROP INDEX provider_order;
  DROP INDEX live;
  DROP TRIGGER event_no_update;
  DROP TRIGGER event_no_delete;

  CREATE TABLE want (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    key TEXT UNIQUE,
    buyer TEXT,
    print TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE attempt (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    want TEXT,
    provider TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'refused', 'unknown', 'absent', 'lost', 'disputed',
      'open', 'delivered', 'finished', 'cancelled', 'expired', 'gone')),
    sent_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    order_id TEXT,
    record TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX one_unresolved ON attempt (provider) WHERE state IN ('sending', 'unknown');
  CREATE UNIQUE INDEX one_live ON attempt (want)
    WHERE state IN ('sending', 'unknown', 'disputed', 'open', 'delivered');
  CREATE UNIQUE INDEX provider_order ON attempt (provider, order_id) WHERE state IN ('open', 'delivered');
  CREATE INDEX by_order ON attempt (provider, order_id) WHERE order_id IS NOT NULL;
  CREATE INDEX by_want ON attempt (want) WHERE want IS NOT NULL;
  CREATE INDEX by_time ON attempt (sent_at);
  CREATE INDEX by_state ON attempt (state)
    WHERE state IN ('sending', 'unknown', 'lost', 'disputed', 'open', 'delivered');

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    attempt TEXT NOT NULL REFERENCES attempt (id),
    kind TEXT NOT NULL,
    by TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX by_attempt ON event (attempt);

  CREATE TABLE anchor (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    provider TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX by_provider ON anchor (provider);
  `);
    fromOne(database);
    database.exec(`DROP TABLE event_one; DROP TABLE attempt_one; ${guards}`);
  },
  // Only indexes: what `selection` asks for is found, not searched for.
  (database) =>
    database.exec(`
  DROP INDEX by_state;
  CREATE INDEX unfinished ON attempt (state, provider)
    WHERE state IN ('sending', 'unknown', 'lost', 'disputed', 'open', 'delivered');
  CREATE INDEX by_account ON attempt (provider, sent_at);
  CREATE INDEX by_buyer ON want (buyer) WHERE buyer IS NOT NULL;
  `),
  // The same tables. From here on the file says whether it is in use.
  () => undefined,
  // What budgets and success rates ask for is summed up as it is written.
  countAll,
  // Only indexes: an order by its id, whoever sold it, and an account's attempts in their order.
  (database) =>
    database.exec(`
  DROP INDEX by_order;
  CREATE INDEX by_order ON attempt (order_id, provider) WHERE order_id IS NOT NULL;
  CREATE INDEX of_account ON attempt (provider);
  `),
  // Purchases that may be under way side by side. Older ones may not.
  (database) =>
    database.exec(`
  ALTER TABLE attempt ADD COLUMN beside INTEGER NOT NULL DEFAULT 0 CHECK (beside IN (0, 1));
  DROP INDEX one_unresolved;
  CREATE UNIQUE INDEX one_unresolved ON attempt (provider)
    WHERE state IN ('sending', 'unknown') AND beside = 0;
  CREATE INDEX unresolved ON attempt (provider, state, beside) WHERE state IN ('sending', 'unknown');
  CREATE TRIGGER none_beside_doubt BEFORE INSERT ON attempt WHEN NEW.state IN ('sending', 'unknown')
  BEGIN
    SELECT RAISE(ABORT, 'attempt.provider') FROM attempt
    WHERE state IN ('sending', 'unknown') AND provider = NEW.provider
      AND NOT (state = 'sending' AND beside AND NEW.beside);
  END;
  `),
  // Wants that ask for a code; and when what mattered of an attempt happened, of which its codes are learnt.
  (database) => {
    database.exec("ALTER TABLE want ADD COLUMN kind TEXT CHECK (kind IN ('code'))");
    addMilestones(database);
  },
  // What others keep here beside the purchases. Its rows come and go, so it has no numbers that must be whole.
  (database) =>
    database.exec('CREATE TABLE note (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID'),
];

/** Events and anchors are facts of the past. */
export const guards = `
  CREATE TRIGGER event_no_update BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER event_no_delete BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
`;

/** Spells "numr"; tells our files from other programs'. */
export const APPLICATION_ID = 0x6e756d72;

/** The one that this version writes. */
export const SCHEMA: number = steps.length;

/** Older ones have other tables. */
export const OLDEST_READABLE = 2;

/** The schema from which on a file says whether it is in use. */
export const MARKED = 4;

/**
 * @param to The schema to stop at; tests make files of an older one.
 * @throws {NumrouteError} INVALID_INPUT The file is another program's or a newer version's.
 */
export function migrate(database: DatabaseSync, to: number = SCHEMA): void {
  const version = schemaOf(Number(pragma(database, 'user_version')));
  const owner = pragma(database, 'application_id');
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (owner !== APPLICATION_ID && !(isEmpty && owner === 0 && version === 0)) {
    throw NumrouteError.input('journal', "a journal's file; this SQLite file belongs to another program");
  }
  if (version > SCHEMA) {
    throw NumrouteError.input(
      'journal',
      `a file of schema ${SCHEMA} or older; update @numroute/journal to read this one`,
      `schema ${version}`,
    );
  }
  for (const [from, step] of steps.entries()) {
    if (from < version || from >= to) continue;
    inTransaction(database, () => {
      step(database);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${from + 1}`);
    });
  }
}
