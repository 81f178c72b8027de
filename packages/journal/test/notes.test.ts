import { chmodSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { backupJournal, sqliteJournal } from '@numroute/journal';
import { expect, test } from 'vitest';
import { migrate } from '../src/sqlite/schema/schema.ts';
import { freshFile } from './folder.ts';

test('a note is there after a reopen and in a backup; one that was replaced is in none of the files', async () => {
  const file = freshFile();
  const journal = sqliteJournal({ file });
  await journal.writeNote('client/crm', 'an old secret of it');
  await journal.writeNote('client/crm', 'what is now');
  await journal.writeNote('client/gone', 'x');
  await journal.writeNote('client/gone', undefined);
  const copy = freshFile();
  await backupJournal({ file, to: copy });
  await journal.close();
  for (const one of [file, copy]) {
    const again = sqliteJournal({ file: one });
    expect([...(await again.readNotes(''))]).toEqual([['client/crm', 'what is now']]);
    await again.close();
  }
  expect(readFileSync(file).includes('an old secret')).toBe(false);
});

test('a file of schema 8 gets room for notes', async () => {
  const file = freshFile();
  const old = new DatabaseSync(file);
  old.exec('PRAGMA journal_mode = WAL');
  migrate(old, 8);
  old.close();
  chmodSync(file, 0o600);
  const journal = sqliteJournal({ file });
  expect((await journal.readNotes('')).size).toBe(0);
  await journal.writeNote('client/crm', 'what is now');
  expect((await journal.readNotes('client/')).get('client/crm')).toBe('what is now');
  await journal.close();
});
