import { DatabaseSync } from 'node:sqlite';
import { money, type Offer, type Order } from '@numroute/core';
import { type AttemptEvent, type Happening, type Journal, sqliteJournal } from '@numroute/journal';

export const VENDORS = ['telling', 'second', 'silent'] as const;

/** So many orders are open at the end, at all vendors together. */
const OPEN = 36;

const YEARS_MS = 3 * 365 * 86_400_000;
const LIFETIME_MS = 1_200_000;
/** Digits that stand nowhere else in an entry: each copy has its own time in their place. */
const MODEL_AT = 1_700_000_000_000;

type Told = 'delivered' | 'finished' | 'cancelled' | 'expired';

const report = (id: string, status: Told, code?: string): Happening => ({
  kind: 'reported',
  report: { id, status, messages: code ? [{ code, text: `Your code is ${code}` }] : [] },
});
const isBack: Happening = { kind: 'refund-seen', evidence: 'the balance of 100000 USD holds it again' };

/** What happens to orders, and to how many of a hundred. */
const LIVES: readonly (readonly [share: number, happenings: (id: string) => readonly Happening[]])[] = [
  [35, (id) => [report(id, 'delivered', '48213'), { kind: 'finish-asked' }, report(id, 'finished')]],
  [30, (id) => [report(id, 'delivered', '77104')]],
  [
    20,
    (id) => [
      { kind: 'cancel-wanted', why: 'asked for', insist: false, notBefore: 0 },
      { kind: 'cancel-asked' },
      { kind: 'cancel-confirmed', report: { id, status: 'cancelled', messages: [] } },
      isBack,
    ],
  ],
  [15, (id) => [report(id, 'expired'), isBack]],
];

function offerOf(provider: string): Offer {
  return {
    provider,
    service: 'telegram',
    country: 'EE',
    pool: '3',
    price: money('0.25', 'USD'),
    stock: 1_000_000,
    handle: JSON.stringify(['3', 'ee', 'telegram']),
  };
}

function orderOf(provider: string, id: string, phone: string, boughtAt: number): Order {
  const { service, country, pool = '', price } = offerOf(provider);
  return {
    ...{ provider, id, phone, service, country, pool, boughtAt },
    quoted: price,
    paid: price,
    paidSource: 'vendor',
    status: 'open',
    messages: [],
    expiresAt: boughtAt + LIFETIME_MS,
    refund: 'none',
  };
}

async function write(journal: Journal, id: string, order: Order, happenings: readonly Happening[]) {
  const { provider, boughtAt: at } = order;
  const want = `want-${id}`;
  await journal.openWant({ id: want, key: `key-${id}`, buyer: 'shop', print: '{"service":"telegram"}', at });
  const offer = offerOf(provider);
  const all: readonly Happening[] = [
    { kind: 'intent', want, offer, maxPrice: money('0.30', 'USD') },
    { kind: 'bought', order, adopted: false },
    ...happenings,
  ];
  for (const happening of all) {
    const event: AttemptEvent = { ...happening, attempt: id, at, by: 'buyer' };
    await journal.append(event);
  }
}

/**
 * A journal of so many orders over three years, or `lastsMs`, at three vendors. A few of them were written by the journal
 * itself, and the others are copies of their rows with other ids, phones and times. Each account's
 * checkpoint is older than its first order: nothing but orders tells what it spent since.
 */
export async function fillYears(file: string, orders: number, lastsMs: number = YEARS_MS): Promise<void> {
  const journal = sqliteJournal({ file });
  const end = Date.now() - 86_400_000;
  for (const provider of VENDORS) {
    const at = end - lastsMs - 1;
    await journal.writeCheckpoint(provider, { balance: money('1000000', 'USD'), at, held: [], through: 0 });
  }
  const models: { readonly id: string; readonly share: number }[] = [];
  for (const provider of VENDORS) {
    for (const [nth, [share, happenings]] of LIVES.entries()) {
      const id = `model-${provider}-${nth}`;
      const order = orderOf(provider, `order-${id}`, '+37255500000', MODEL_AT);
      await write(journal, id, order, happenings(order.id));
      models.push({ id, share });
    }
  }
  await journal.close();
  if (orders > 0) copy(file, models, { orders, from: end - lastsMs, to: end });
  // Sums up what was copied.
  const filled = sqliteJournal({ file });
  for (let n = 0; n < OPEN; n += 1) {
    const provider = VENDORS[n % VENDORS.length] ?? VENDORS[0];
    const order = orderOf(provider, `open-${n}`, `+37256${String(n).padStart(6, '0')}`, Date.now());
    await write(filled, `open-${n}`, order, []);
  }
  await filled.close();
}

interface Span {
  readonly orders: number;
  readonly from: number;
  readonly to: number;
}

function copy(file: string, models: readonly { id: string; share: number }[], span: Span): void {
  const { orders, from, to } = span;
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -400000;
    BEGIN;
    CREATE TEMP TABLE model (place INTEGER PRIMARY KEY, id TEXT NOT NULL);
    CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY, name TEXT NOT NULL, model TEXT NOT NULL, at INTEGER NOT NULL);
    DELETE FROM counted; DELETE FROM spending; DELETE FROM success;
  `);
  const put = database.prepare('INSERT INTO model (id) VALUES (?)');
  const vendors = VENDORS.length;
  for (const { id, share } of models) for (let n = 0; n < share; n += 1) put.run(id);
  const places = 100 * vendors;
  database
    .prepare(
      `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
       INSERT INTO copy SELECT n, printf('a-%08d', n), model.id, ? + CAST(n * ? AS INTEGER)
       FROM number JOIN model ON place = n * 7 % ? + 1`,
    )
    .run(orders, from, (to - from) / orders, places);
  const mine = (column: string): string =>
    `replace(replace(replace(${column}, source.id, name), '${MODEL_AT}', CAST(copy.at AS TEXT)), '+37255500000', '+3725' || (1000000 + n))`;
  database.exec(`
    INSERT INTO want (id, key, buyer, print, at)
    SELECT 'want-' || name, 'key-' || name, buyer, print, copy.at
    FROM copy CROSS JOIN want ON want.id = 'want-' || model ORDER BY n;
    INSERT INTO attempt (id, want, provider, state, sent_at, since, order_id, record)
    SELECT name, 'want-' || name, source.provider, source.state, copy.at, copy.at, 'order-' || name,
      ${mine('source.record')}
    FROM copy CROSS JOIN attempt AS source ON source.id = model ORDER BY n;
    INSERT INTO event (at, attempt, kind, by, body)
    SELECT copy.at, name, kind, by, ${mine('body')}
    FROM copy CROSS JOIN attempt AS source ON source.id = model
      CROSS JOIN event ON event.attempt = source.id ORDER BY n, event.seq;
    COMMIT;
  `);
  database.close();
}
