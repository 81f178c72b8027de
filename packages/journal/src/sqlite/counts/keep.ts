import type { DatabaseSync } from 'node:sqlite';
import type { JournalEntry } from '../../contract.ts';
import { changingColumns, countedRow, insertCounted, updateCounted } from './rows.ts';

/** Counts an attempt that begins or changes; in the transaction that writes it. */
export type KeepCount = (before: JournalEntry | undefined, after: JournalEntry) => void;

export function countsOver(database: DatabaseSync): KeepCount {
  const insert = database.prepare(insertCounted);
  const update = database.prepare(updateCounted);
  const wanted = database.prepare('SELECT buyer FROM want WHERE id = ?');
  // By number, from the end: the purchase that brought a surplus order was written just before it.
  const latest = database.prepare(
    'SELECT want FROM attempt WHERE number < ? AND +provider = ? AND want IS NOT NULL ORDER BY number DESC LIMIT 1',
  );
  const buyerOf = ({ number, want, offer }: JournalEntry): string | null => {
    const whose = want ?? latest.get(number, offer.provider)?.['want'];
    const buyer = typeof whose === 'string' ? wanted.get(whose)?.['buyer'] : null;
    return typeof buyer === 'string' ? buyer : null;
  };
  return (before, after) => {
    if (!before) {
      insert.run(...countedRow(after, buyerOf(after)));
      return;
    }
    const columns = changingColumns(after);
    const was = changingColumns(before);
    if (columns.every((value, position) => value === was[position])) return;
    update.run(...columns, Math.trunc(after.sentAt), after.number);
  };
}
