import type { DatabaseSync } from 'node:sqlite';
import { ENDED } from '../../attempt/index.ts';
import { entryOf } from '../file/rows.ts';
import { inTransaction } from '../file/transaction.ts';
import { countedRow } from './rows.ts';
import { countAll, MONEY, OUTCOME, SHORT_SPANS, SPANS } from './tables.ts';

/**
 * Sums that do not add up are made anew: they follow from the attempts, so nothing is lost with them.
 * Of an up-to-date file whose attempts were checked.
 */
export function settleCounts(database: DatabaseSync): void {
  if (!addsUp(database)) inTransaction(database, () => countAll(database));
}

function addsUp(database: DatabaseSync): boolean {
  const answer = (query: string): string => Object.values(database.prepare(query).get() ?? {}).join(' ');
  // As text: a sum may be more than a number of JavaScript holds.
  const sumOf = (columns: readonly string[], rest: string, times = 1): string =>
    answer(
      `SELECT ${columns.map((one) => `CAST(coalesce(sum(${one}), 0) * ${times} AS TEXT)`).join(', ')} FROM ${rest}`,
    );
  // Each length of span has all of it once. All lengths together are read in one go.
  const outcomes = sumOf(OUTCOME, 'counted', SHORT_SPANS.length);
  return (
    answer('SELECT count(*) FROM attempt') === answer('SELECT count(*) FROM counted') &&
    sumOf(MONEY, "spending WHERE whose = '*'") === sumOf(MONEY, 'counted', SPANS.length) &&
    sumOf(MONEY, "spending WHERE whose <> '*'") ===
      sumOf(MONEY, 'counted WHERE buyer IS NOT NULL', SPANS.length) &&
    sumOf(OUTCOME, "success WHERE market = ''") === outcomes &&
    sumOf(OUTCOME, "success WHERE market <> ''") === outcomes &&
    isAsUnfinished(database)
  );
}

/** What is not over yet was held against its events, so its row is held against it. */
function isAsUnfinished(database: DatabaseSync): boolean {
  const unfinished = database.prepare(`
    SELECT attempt.number, record, counted.* FROM attempt LEFT JOIN counted
      ON counted.sent_at = attempt.sent_at AND counted.number = attempt.number
    WHERE state NOT IN (${ENDED.map(() => '?').join(', ')})`);
  return unfinished.all(...ENDED).every((row) => {
    const entry = entryOf(row);
    const buyer = typeof row['buyer'] === 'string' ? row['buyer'] : null;
    const { number: _number, record: _record, ...counted } = row;
    if (!entry) return false;
    const [sentAt, , ...columns] = countedRow(entry, buyer);
    return Object.values(counted).join() === [sentAt, ...columns].join();
  });
}
