import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import {
  type AttemptState,
  type EntryFilter,
  type JournalEntry,
  memoryJournal,
  pagesOf,
  sqliteJournal,
} from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pragma } from '../src/sqlite/file/engine.ts';
import { eventRow, rowOf } from '../src/sqlite/file/rows.ts';
import { openFile } from '../src/sqlite/open.ts';
import { migrate } from '../src/sqlite/schema/schema.ts';
import { selection } from '../src/sqlite/selection.ts';
import { freshFile } from './folder.ts';

const { bought, event, intent, orderOf, surplus } = samples;

const UNFINISHED: readonly AttemptState[] = ['sending', 'unknown', 'lost', 'disputed', 'open', 'delivered'];

/** Each filter that the router or the gateway asks for, and how its entries are to be found. */
const asked: readonly (readonly [EntryFilter, index: string])[] = [
  [{ states: UNFINISHED }, 'INDEX unfinished (state=?)'],
  [{ states: ['sending', 'unknown'] }, 'INDEX unfinished (state=?)'],
  [{ states: ['open'] }, 'INDEX unfinished (state=?)'],
  [{ provider: 'one', states: ['open'] }, 'INDEX unfinished (state=? AND provider=?)'],
  [{ states: ['open'], sentSince: 5 }, 'INDEX unfinished (state=?)'],
  [{ want: 'w' }, 'INDEX by_want (want=?)'],
  [{ want: 'w', states: ['open'], provider: 'one', sentSince: 5 }, 'INDEX by_want (want=?)'],
  [{ provider: 'one' }, 'INDEX of_account (provider=?)'],
  [{ provider: 'one', after: 7, most: 5 }, 'INDEX of_account (provider=? AND rowid>?)'],
  [{ order: '7', sentSince: 5 }, 'INDEX by_order (order_id=?)'],
  [{ after: 7 }, 'INTEGER PRIMARY KEY (rowid>?)'],
  [{ sentSince: 5 }, 'INDEX by_time (sent_at>?)'],
  [{ sentSince: 5, buyer: 'qa' }, 'INDEX by_time (sent_at>?)'],
  [{ sentSince: 5, states: ['finished'] }, 'INDEX by_time (sent_at>?)'],
  [{ provider: 'one', sentSince: 5 }, 'INDEX by_account (provider=? AND sent_at>?)'],
  [{ provider: 'one', sentSince: 5, most: 5 }, 'COVERING INDEX by_account (provider=? AND sent_at>?)'],
  [{ sentSince: 5, newestFirst: true, most: 5 }, 'COVERING INDEX by_time (sent_at>?)'],
  [{ provider: 'one', sentSince: 5, buyer: 'qa' }, 'INDEX by_account (provider=? AND sent_at>?)'],
  [{ after: 7, before: 9, service: 'telegram' }, 'INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
  [{ after: 7, before: 9, states: ['finished'] }, 'INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
  [{ provider: 'one', after: 7, before: 9 }, 'INDEX of_account (provider=? AND rowid>? AND rowid<?)'],
  [{ sentSince: 5, sentUntil: 9 }, 'INDEX by_time (sent_at>? AND sent_at<?)'],
  [{ sentUntil: 9 }, 'INDEX by_time (sent_at<?)'],
  [{ provider: 'one', sentUntil: 9 }, 'INDEX by_account (provider=? AND sent_at<?)'],
  [{ key: 'k' }, 'INDEX by_want (want=?)'],
  [{ key: 'k', sentSince: 5 }, 'INDEX by_want (want=?)'],
  [{ buyer: 'qa' }, 'INDEX by_buyer (buyer=?)'],
  [{ buyer: 'qa', provider: 'one' }, 'INDEX by_buyer (buyer=?)'],
];

test('what is asked for is found by an index, never by reading the table', () => {
  const { database, release } = openFile(freshFile(), 0);
  const planOf = (rest: string): string[] =>
    database
      .prepare(`EXPLAIN QUERY PLAN SELECT number, record FROM attempt ${rest}`)
      .all()
      .map(({ detail }) => String(detail));
  const filter = (one: EntryFilter, order = ''): string =>
    `${selection(one).where} ORDER BY number ${order} LIMIT 5`;
  try {
    for (const [one, index] of asked) {
      for (const order of ['', 'DESC']) {
        const plan = planOf(filter(one, order));
        expect(plan.join('\n'), JSON.stringify(one)).toContain(index);
        expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([]);
      }
    }
    const byOrder = planOf('WHERE provider = ? AND order_id = ? ORDER BY number DESC LIMIT 1');
    expect(byOrder).toEqual(['SEARCH attempt USING INDEX by_order (order_id=? AND provider=?)']);
    // Whatever ended is most of the table, so it is read: the test would see a scan.
    expect(planOf(filter({ states: ['finished'] }))).toEqual(['SCAN attempt']);
  } finally {
    release();
  }
});

test('of the first few of a time no more numbers are kept, unless something else leaves some of them out', () => {
  const keptOf = (filter: EntryFilter): boolean => selection(filter).where.includes('LIMIT');
  expect(keptOf({ provider: 'one', sentSince: 5, most: 5 })).toBe(true);
  expect(keptOf({ sentSince: 5, sentUntil: 9, newestFirst: true, most: 5 })).toBe(true);
  expect(keptOf({ sentSince: 5, service: 'telegram', most: 5 })).toBe(false);
  expect(keptOf({ sentSince: 5 })).toBe(false);
});

test('property: whatever is combined, the file finds what memory finds', async () => {
  const journals = [memoryJournal({ acceptOrphans: true }), sqliteJournal({ file: freshFile() })] as const;
  for (const journal of journals) {
    for (const [n, buyer] of ['qa', undefined, 'support'].entries()) {
      await journal.openWant({ id: `w${n}`, key: `k${n}`, print: '{}', at: 1, ...(buyer && { buyer }) });
      for (const [m, provider] of ['one', 'two'].entries()) {
        const name = `${n}${m}`;
        await journal.append(event(name, intent(`w${n}`, provider), 10 * n + m));
        if (m === 0) await journal.append(event(name, { kind: 'refused', code: 'X', message: '' }));
        else await journal.append(event(name, bought(orderOf(name, provider))));
      }
    }
    await journal.append(event('extra', surplus(orderOf('extra')), 25));
  }
  const [memory, file] = journals;
  const some = fc.record(
    {
      states: fc.subarray<AttemptState>([...UNFINISHED, 'refused', 'finished']),
      want: fc.constantFrom('w0', 'w1', 'none'),
      provider: fc.constantFrom('one', 'two', 'none'),
      buyer: fc.constantFrom('qa', 'support', 'none'),
      key: fc.constantFrom('k0', 'k1', 'none'),
      service: fc.constantFrom('telegram', 'none'),
      country: fc.constantFrom('EE', 'none'),
      after: fc.nat(8),
      before: fc.nat(8),
      sentSince: fc.integer({ min: -1, max: 30 }),
      sentUntil: fc.integer({ min: -1, max: 30 }),
      newestFirst: fc.boolean(),
      order: fc.constantFrom('01', 'extra', 'none'),
      most: fc.integer({ min: 1, max: 5 }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(some, async (filter) => {
      const found = await memory.list(filter);
      expect(await file.list(filter)).toEqual(found);
      const { most = Number.POSITIVE_INFINITY, ...rest } = filter;
      const paged: JournalEntry[] = [];
      for await (const page of pagesOf(file, rest)) paged.push(...page);
      expect(paged.slice(0, most)).toEqual(found);
    }),
    { numRuns: 500 },
  );
  await file.close();
});

test('a file of schema 2 gets the indexes and says the same', async () => {
  const memory = memoryJournal({ acceptOrphans: true });
  const file = freshFile();
  const old = new DatabaseSync(file);
  migrate(old, 2);
  const put = old.prepare(
    'INSERT OR REPLACE INTO attempt (id, want, provider, state, sent_at, since, order_id, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const note = old.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)');
  old.prepare("INSERT INTO want (id, buyer, print, at) VALUES ('w', 'qa', '{}', 1)").run();
  await memory.openWant({ id: 'w', buyer: 'qa', print: '{}', at: 1 });
  const events = [
    event('a', intent('w'), 10),
    event('a', bought(orderOf('7'))),
    event('b', intent('v', 'two'), 20),
    event('c', surplus(orderOf('8')), 30),
  ];
  for (const [position, one] of events.entries()) {
    const entry = await memory.append(one);
    if (events[position + 1]?.attempt !== one.attempt) put.run(...rowOf(entry));
  }
  for (const one of events) note.run(...eventRow(one));
  expect(pragma(old, 'user_version')).toBe(2);
  old.close();
  chmodSync(file, 0o600);

  const journal = sqliteJournal({ file });
  for (const filter of [{}, { buyer: 'qa' }, { provider: 'one', sentSince: 20 }, { states: UNFINISHED }]) {
    expect(await journal.list(filter)).toEqual(await memory.list(filter));
  }
  expect(await journal.history('a')).toEqual(await memory.history('a'));
  await expect(journal.append(event('d', intent('w')))).rejects.toThrow('live attempt');
  await journal.close();
  const database = new DatabaseSync(file);
  expect(pragma(database, 'user_version')).toBe(9);
  const indexes = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index'").all();
  const names = indexes.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['unfinished', 'by_account', 'by_buyer', 'by_time']));
  expect(names).not.toContain('by_state');
  database.close();
});
