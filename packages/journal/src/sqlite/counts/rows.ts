import type { JournalEntry } from '../../contract.ts';
import { countedOf, marketOf, PLACES } from '../../counting/cost.ts';

type CountedRow = [
  sentAt: number,
  number: number,
  provider: string,
  buyer: string | null,
  market: string,
  ...changing: ChangingColumns,
];

/** Those that a later event may change. */
type ChangingColumns = [
  promised: number,
  currency: string,
  high: number,
  low: number,
  nano: number,
  atto: number,
  unread: number,
  numbers: number,
  done: number,
  codes: number,
];

export const insertCounted: string = `INSERT INTO counted VALUES (${Array(15).fill('?').join(', ')})`;

export const updateCounted =
  'UPDATE counted SET (promised, currency, high, low, nano, atto, unread, numbers, done, codes) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE sent_at = ? AND number = ?';

const WHOLE = 10n ** BigInt(PLACES);
const TERA = 10n ** 12n;
const GIGA = 10n ** 9n;

export function countedRow(entry: JournalEntry, buyer: string | null): CountedRow {
  const { sentAt, number, offer } = entry;
  return [Math.trunc(sentAt), number, offer.provider, buyer, marketOf(offer), ...changingColumns(entry)];
}

export function changingColumns(entry: JournalEntry): ChangingColumns {
  const { promised, currency, units: known, numbers, over, codes } = countedOf(entry);
  const units = known ?? 0n;
  return [
    promised ? 1 : 0,
    currency,
    Number(units / WHOLE / TERA),
    Number((units / WHOLE) % TERA),
    Number((units / GIGA) % GIGA),
    Number(units % GIGA),
    known === undefined ? 1 : 0,
    numbers,
    over,
    codes,
  ];
}

/** In parts of 10^-PLACES. */
export function unitsOf(row: Readonly<Record<string, unknown>>): bigint {
  const part = (column: string): bigint => BigInt(row[column] as bigint);
  return (part('high') * TERA + part('low')) * WHOLE + part('nano') * GIGA + part('atto');
}
