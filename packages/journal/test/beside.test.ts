import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { memoryJournal, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test } from 'vitest';
import { eventRow, rowOf } from '../src/sqlite/file/rows.ts';
import { migrate } from '../src/sqlite/schema/schema.ts';
import { freshFile } from './folder.ts';

const { beside, bought, event, intent, orderOf } = samples;
const refused = { code: 'WRONG_STATE', message: expect.stringContaining('still unresolved') };

test('a file of schema 6 loses nothing, and what it left in doubt is alone in doubt', async () => {
  const file = freshFile();
  const old = new DatabaseSync(file);
  migrate(old, 6);
  const put = old.prepare(
    'INSERT OR REPLACE INTO attempt (number, id, want, provider, state, sent_at, since, order_id, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const note = old.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)');
  const memory = memoryJournal({ acceptOrphans: true });
  const events = [
    event('a', intent('a')),
    event('a', bought(orderOf('7'))),
    event('b', intent('b')),
    event('c', intent('c', 'two')),
    event('c', { kind: 'unheard', message: '' }),
  ];
  for (const one of events) {
    const entry = await memory.append(one);
    put.run(entry.number, ...rowOf(entry));
    note.run(...eventRow(one));
  }
  old.close();
  chmodSync(file, 0o600);
  const journal = sqliteJournal({ file });
  expect(await journal.list({})).toEqual(await memory.list({}));
  expect(await journal.history('c')).toEqual(await memory.history('c'));
  await expect(journal.append(event('d', beside('d')))).rejects.toMatchObject(refused);
  await expect(journal.append(event('d', beside('d', 'two')))).rejects.toMatchObject(refused);
  await journal.append(event('b', { kind: 'refused', code: 'REJECTED', message: '' }));
  await journal.append(event('d', beside('d')));
  await journal.append(event('e', beside('e')));
  await journal.close();
});

test('the rule stands in the file: a process that ended between two purchases changes nothing', async () => {
  const file = freshFile();
  for (const [name, others] of [
    ['a', []],
    ['b', [intent('x')]],
    ['c', [intent('x')]],
  ] as const) {
    const journal = sqliteJournal({ file });
    for (const other of others)
      await expect(journal.append(event('x', other))).rejects.toMatchObject(refused);
    await journal.append(event(name, beside(name)));
    await journal.close();
  }
  const database = new DatabaseSync(file);
  const put = (id: string, isBeside: number): void => {
    database
      .prepare(
        "INSERT INTO attempt (id, want, provider, state, sent_at, since, record, beside) VALUES (?, ?, 'one', 'sending', 0, 0, '{}', ?)",
      )
      .run(id, id, isBeside);
  };
  expect(() => put('x', 0)).toThrow('attempt.provider');
  put('d', 1);
  database.exec("UPDATE attempt SET state = 'unknown' WHERE id = 'b'");
  expect(() => put('y', 1)).toThrow('attempt.provider');
  database.exec("UPDATE attempt SET state = 'refused'");
  put('z', 0);
  expect(() => database.exec("UPDATE attempt SET state = 'sending', beside = 0 WHERE id = 'a'")).toThrow(
    'attempt.provider',
  );
  database.close();
});
