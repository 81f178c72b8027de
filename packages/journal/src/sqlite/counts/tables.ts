import type { DatabaseSync } from 'node:sqlite';
import { SHORT_SPANS, SPANS } from '../../counting/spans.ts';
import { entryOf } from '../file/rows.ts';
import { countedRow, insertCounted } from './rows.ts';

/**
 * `counted` is what counts of each attempt, by time. `spending` and `success` are its sums, and follow it
 * by triggers in the same transaction. `whose` is `*` for everybody or `=` and a buyer; `market` is
 * empty for the whole account.
 *
 * An amount is exact in whole numbers: `high` in 10^12 units, `low` in units, `nano` in 10^-9 and `atto`
 * in 10^-18 of one. Their sums have room for nine million of the greatest amounts; what does not fit is an
 * error and never another number.
 */
const tables = `
  CREATE TABLE counted (
    sent_at INTEGER NOT NULL,
    number INTEGER NOT NULL,
    provider TEXT NOT NULL,
    buyer TEXT,
    market TEXT NOT NULL,
    promised INTEGER NOT NULL,
    currency TEXT NOT NULL,
    high INTEGER NOT NULL,
    low INTEGER NOT NULL,
    nano INTEGER NOT NULL,
    atto INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    numbers INTEGER NOT NULL,
    done INTEGER NOT NULL,
    codes INTEGER NOT NULL,
    PRIMARY KEY (sent_at, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE spending (
    whose TEXT NOT NULL,
    span INTEGER NOT NULL,
    start INTEGER NOT NULL,
    provider TEXT NOT NULL,
    promised INTEGER NOT NULL,
    currency TEXT NOT NULL,
    high INTEGER NOT NULL,
    low INTEGER NOT NULL,
    nano INTEGER NOT NULL,
    atto INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    PRIMARY KEY (whose, span, start, provider, promised, currency)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE success (
    provider TEXT NOT NULL,
    market TEXT NOT NULL,
    span INTEGER NOT NULL,
    start INTEGER NOT NULL,
    numbers INTEGER NOT NULL,
    done INTEGER NOT NULL,
    codes INTEGER NOT NULL,
    PRIMARY KEY (provider, market, span, start)
  ) STRICT, WITHOUT ROWID;
`;

export const MONEY = ['high', 'low', 'nano', 'atto', 'unread'] as const;
export const OUTCOME = ['numbers', 'done', 'codes'] as const;

/** What a column grows by. */
type Growth = (column: string) => string;

const spansOf = (spans: readonly number[]): string =>
  spans.map((span) => `SELECT ${span} AS span`).join(' UNION ALL ');

const startOf = (row: string): string => `${row}sent_at - ((${row}sent_at % span) + span) % span`;

/** A row that changes no sum touches none. */
const grows = (columns: readonly string[], by: Growth): string =>
  columns.map((one) => `${by(one)} <> 0`).join(' OR ');

const onConflict = (columns: readonly string[]): string =>
  `ON CONFLICT DO UPDATE SET ${columns.map((one) => `${one} = ${one} + excluded.${one}`).join(', ')}`;

/** @param row Whose columns are read: `NEW.` or `OLD.` of a trigger. */
function spend(by: Growth, row: string): string {
  return `
    INSERT INTO spending
    SELECT whose, span, ${startOf(row)}, ${row}provider, ${row}promised, ${row}currency, ${MONEY.map(by).join(', ')}
    FROM (SELECT '*' AS whose UNION ALL SELECT '=' || ${row}buyer WHERE ${row}buyer IS NOT NULL), (${spansOf(SPANS)})
    WHERE ${grows(MONEY, by)} ${onConflict(MONEY)};`;
}

function succeed(by: Growth, row: string): string {
  return `
    INSERT INTO success
    SELECT ${row}provider, market, span, ${startOf(row)}, ${OUTCOME.map(by).join(', ')}
    FROM (SELECT '' AS market UNION ALL SELECT ${row}market), (${spansOf(SHORT_SPANS)})
    WHERE ${grows(OUTCOME, by)} ${onConflict(OUTCOME)};`;
}

const isNew: Growth = (column) => `NEW.${column}`;
const isGone: Growth = (column) => `-OLD.${column}`;
const changes: Growth = (column) => `NEW.${column} - OLD.${column}`;

const triggers = `
  CREATE TRIGGER counted_first AFTER INSERT ON counted BEGIN
    ${spend(isNew, 'NEW.')} ${succeed(isNew, 'NEW.')}
  END;
  CREATE TRIGGER counted_again AFTER UPDATE ON counted
  WHEN NEW.promised = OLD.promised AND NEW.currency = OLD.currency BEGIN
    ${spend(changes, 'NEW.')} ${succeed(changes, 'NEW.')}
  END;
  CREATE TRIGGER counted_elsewhere AFTER UPDATE ON counted
  WHEN NEW.promised <> OLD.promised OR NEW.currency <> OLD.currency BEGIN
    ${spend(isGone, 'OLD.')} ${spend(isNew, 'NEW.')} ${succeed(changes, 'NEW.')}
  END;
`;

const summed = (columns: readonly string[]): string => columns.map((one) => `sum(${one})`).join(', ');

/** All at once, which is faster than by triggers. */
const sums = `
  INSERT INTO spending
  SELECT '*', span, ${startOf('')} AS start, provider, promised, currency, ${summed(MONEY)}
  FROM counted, (${spansOf(SPANS)}) GROUP BY span, start, provider, promised, currency;
  INSERT INTO spending
  SELECT '=' || buyer, span, ${startOf('')} AS start, provider, promised, currency, ${summed(MONEY)}
  FROM counted, (${spansOf(SPANS)}) WHERE buyer IS NOT NULL
  GROUP BY buyer, span, start, provider, promised, currency;
  INSERT INTO success
  SELECT provider, '', span, ${startOf('')} AS start, ${summed(OUTCOME)}
  FROM counted, (${spansOf(SHORT_SPANS)}) WHERE numbers > 0 GROUP BY provider, span, start;
  INSERT INTO success
  SELECT provider, market, span, ${startOf('')} AS start, ${summed(OUTCOME)}
  FROM counted, (${spansOf(SHORT_SPANS)}) WHERE numbers > 0 GROUP BY provider, market, span, start;
`;

/**
 * Makes them anew from the attempts, which are left as they are. In a transaction of its caller's. A step
 * of the schema and a repair: whoever changes the tables writes a further step that calls it again.
 */
export function countAll(database: DatabaseSync): void {
  database.exec(`DROP TABLE IF EXISTS counted; DROP TABLE IF EXISTS spending; DROP TABLE IF EXISTS success`);
  database.exec(tables);
  const put = database.prepare(insertCounted);
  /** Whose the latest purchase of an account is. */
  const buyers = new Map<string, string | null>();
  const all = database.prepare(
    'SELECT number, record, buyer FROM attempt LEFT JOIN want ON want.id = attempt.want ORDER BY number',
  );
  for (const row of all.iterate()) {
    const entry = entryOf(row);
    if (!entry) continue;
    const { provider } = entry.offer;
    if (entry.want !== undefined) buyers.set(provider, row['buyer'] === null ? null : String(row['buyer']));
    put.run(...countedRow(entry, buyers.get(provider) ?? null));
  }
  database.exec(sums);
  database.exec(triggers);
}
