import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { money } from '@numroute/core';
import { type Journal, memoryJournal, readJournal, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test } from 'vitest';
import { pragma } from '../src/sqlite/file/engine.ts';
import { eventRow, rowOf } from '../src/sqlite/file/rows.ts';
import { migrate } from '../src/sqlite/schema/schema.ts';
import { freshFile } from './folder.ts';
import { named, wantOf } from './plain-counts.ts';

const { bought, event, intent, orderOf, surplus } = samples;

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 5, 15, 12);

/** Some purchases of two buyers, with surplus and a refund, as events. */
const past = [
  event('a', intent('w0-a'), NOON - DAY),
  event('a', bought(orderOf('1'))),
  event('b', surplus(orderOf('2')), NOON),
  event('c', intent('w1-c', 'two'), NOON - 5),
  event('c', bought(orderOf('3', 'two', { paid: money('0.3', 'EUR'), quoted: money('0.3', 'EUR') }))),
  event('c', { kind: 'reported', report: { id: '3', status: 'expired', messages: [] } }),
  event('d', intent('w2-d', 'two'), NOON),
];

const told = async (journal: Pick<Journal, 'spent' | 'outcomes' | 'list'>): Promise<unknown> => ({
  entries: await journal.list({}),
  all: named(await journal.spent({ since: 0 })),
  late: named(await journal.spent({ since: NOON - 5, takesPromise: ['two'] })),
  qa: named(await journal.spent({ since: 0, buyer: 'qa' })),
  support: named(await journal.spent({ since: 0, buyer: 'support' })),
  outcomes: await journal.outcomes({ provider: 'one', since: 0 }),
  market: await journal.outcomes({
    provider: 'two',
    since: 0,
    market: { service: 'telegram', country: 'EE' },
  }),
});

/** A file as the versions of schema 4 left it, and a memory journal that holds the same. */
async function olderFile(): Promise<{ readonly file: string; readonly memory: Journal }> {
  const [file, memory] = [freshFile(), memoryJournal({ acceptOrphans: true })];
  const old = new DatabaseSync(file);
  migrate(old, 4);
  const want = old.prepare('INSERT INTO want (id, buyer, print, at) VALUES (?, ?, ?, ?)');
  for (const one of ['w0-a', 'w1-c', 'w2-d'].map(wantOf)) {
    want.run(one.id, one.buyer ?? null, one.print, one.at);
    await memory.openWant(one);
  }
  const put = old.prepare(
    'INSERT OR REPLACE INTO attempt (number, id, want, provider, state, sent_at, since, order_id, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const note = old.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)');
  for (const one of past) {
    const entry = await memory.append(one);
    put.run(entry.number, ...rowOf(entry));
    note.run(...eventRow(one));
  }
  old.close();
  chmodSync(file, 0o600);
  return { file, memory };
}

test('a file of schema 4 is counted when it is opened, and loses nothing', async () => {
  const { file, memory } = await olderFile();
  const early = readJournal({ file });
  await expect(early.spent({ since: 0 })).rejects.toThrow('brought up to date');
  expect(await early.list({})).toHaveLength(4);
  const journal = sqliteJournal({ file });
  expect(await told(journal)).toEqual(await told(memory));
  expect(await told(early)).toEqual(await told(memory));
  for (const one of [
    event('d', bought(orderOf('4', 'two')), NOON + 1),
    event('e', surplus(orderOf('5', 'two')), NOON + 2),
    event('a', { kind: 'reported', report: { id: '1', status: 'cancelled', messages: [] } }, NOON + 3),
    event('a', { kind: 'refund-seen', evidence: 'e' }, NOON + 4),
  ]) {
    await memory.append(one);
    await journal.append(one);
  }
  expect(await told(journal)).toEqual(await told(memory));
  expect(await told(early)).toEqual(await told(memory));
  await early.close();
  await journal.close();
});

const harms = [
  "UPDATE spending SET low = low + 1 WHERE whose = '*'",
  "UPDATE spending SET nano = nano + 1 WHERE whose = '=qa' AND span = 300000",
  "DELETE FROM success WHERE market = ''",
  'DELETE FROM counted WHERE number = 1',
  "UPDATE counted SET provider = 'two' WHERE number = 2",
];

test.each(harms)('sums that do not add up are made anew at the next start: %s', async (harm) => {
  const { file, memory } = await olderFile();
  await sqliteJournal({ file }).close();
  const schemaVersion = (): unknown => {
    const database = new DatabaseSync(file);
    try {
      return pragma(database, 'schema_version');
    } finally {
      database.close();
    }
  };
  const before = schemaVersion();
  await sqliteJournal({ file }).close();
  expect(schemaVersion(), 'sound sums are left alone').toBe(before);
  const database = new DatabaseSync(file);
  database.exec(harm);
  database.close();
  const journal = sqliteJournal({ file });
  expect(await told(journal)).toEqual(await told(memory));
  await journal.append(event('late', intent('late', 'late')));
  await journal.close();
});
