import { DatabaseSync } from 'node:sqlite';
import { money, type Offer, type Order } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';

export const VENDOR = 'many';
const LIFETIME_MS = 1_200_000;
/** The orders were bought one after the other, over half of a lifetime. */
const SPAN_MS = LIFETIME_MS / 2;
/** Digits that stand nowhere else in an entry: each copy has its own times in their place. */
const MODEL_AT = 1_700_000_000_000;
const MODEL_END = MODEL_AT + LIFETIME_MS;
/** When an order is given up, before its end. */
const EARLY_MS = 60_000;
const MODEL_CANCEL = MODEL_END - EARLY_MS;

/** The vendor's id of the nth order, from 1. */
export const idOf = (nth: number): string => `id-${String(nth).padStart(8, '0')}`;

const price = money('0.25', 'USD');
const offer: Offer = {
  provider: VENDOR,
  service: 'telegram',
  country: 'US',
  pool: '3',
  price,
  stock: 1_000_000,
  handle: JSON.stringify(['3', 'us', 'telegram']),
};
const order: Order = {
  ...{
    provider: VENDOR,
    id: 'id-model',
    phone: '+37255500000',
    service: 'telegram',
    country: 'US',
    pool: '3',
  },
  ...{ quoted: price, paid: price, paidSource: 'vendor', status: 'open', messages: [], refund: 'none' },
  ...{ boughtAt: MODEL_AT, expiresAt: MODEL_END, cancelBefore: MODEL_CANCEL },
};

/** A journal of so many open orders: one that the journal wrote itself, and copies of its rows. */
export async function fillOpen(file: string, orders: number): Promise<void> {
  const journal = sqliteJournal({ file });
  const [want, attempt, at] = ['want-model', 'attempt-model', MODEL_AT];
  await journal.openWant({ id: want, key: 'key-model', buyer: 'shop', print: '{"service":"telegram"}', at });
  await journal.append({ kind: 'intent', want, offer, maxPrice: price, attempt, at, by: 'buyer' });
  await journal.append({ kind: 'bought', order, adopted: false, attempt, at, by: 'buyer' });
  await journal.close();
  copy(file, orders, Date.now() - SPAN_MS);
  // Sums up what was copied.
  const filled = sqliteJournal({ file });
  const report = { id: order.id, status: 'cancelled', messages: [] } as const;
  await filled.append({ kind: 'reported', report, attempt, at: Date.now(), by: 'poller' });
  await filled.append({ kind: 'refund-seen', evidence: 'seen', attempt, at: Date.now(), by: 'reconciler' });
  await filled.close();
}

function copy(file: string, orders: number, from: number): void {
  const database = new DatabaseSync(file);
  const ofCopy = (column: string): string =>
    [
      ['model', "printf('%08d', n)"],
      ['+37255500000', "'+3725' || (1000000 + n)"],
      [`${MODEL_AT}`, 'CAST(copy.at AS TEXT)'],
      [`${MODEL_CANCEL}`, `CAST(copy.at + ${LIFETIME_MS - EARLY_MS} AS TEXT)`],
      [`${MODEL_END}`, `CAST(copy.at + ${LIFETIME_MS} AS TEXT)`],
    ].reduce((text, [digits, own]) => `replace(${text}, '${digits}', ${own})`, column);
  database.exec(`
    PRAGMA synchronous = OFF;
    BEGIN;
    CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY, at INTEGER NOT NULL);
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${orders})
      INSERT INTO copy SELECT n, ${from} + n * ${SPAN_MS} / ${orders} FROM number;
    INSERT INTO want (id, key, buyer, print, at)
      SELECT ${ofCopy('id')}, ${ofCopy('key')}, buyer, print, copy.at FROM copy JOIN want ORDER BY n;
    INSERT INTO attempt (id, want, provider, state, sent_at, since, order_id, record)
      SELECT ${ofCopy('id')}, ${ofCopy('want')}, provider, state, copy.at, copy.at,
        ${ofCopy('order_id')}, ${ofCopy('record')} FROM copy JOIN attempt ORDER BY n;
    INSERT INTO event (at, attempt, kind, by, body)
      SELECT copy.at, ${ofCopy('attempt')}, kind, by, ${ofCopy('body')} FROM copy JOIN event ORDER BY n, seq;
    DELETE FROM counted; DELETE FROM spending; DELETE FROM success;
    COMMIT;
  `);
  database.close();
}
