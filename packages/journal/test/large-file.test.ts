import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { readJournal, type SqliteJournal, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test } from 'vitest';
import { sealFile } from '../src/sqlite/soundness/seal.ts';
import { freshFile } from './folder.ts';

const { bought, event, intent, orderOf } = samples;

/** So large that another thread reads it: one want is most of it. */
async function largeFile(): Promise<string> {
  const file = freshFile();
  const journal = sqliteJournal({ file });
  await journal.openWant({ id: 'large', print: 'x'.repeat(40 * 2 ** 20), at: 1 });
  await journal.append(event('over', intent('one')));
  await journal.append(event('over', bought(orderOf('7'))));
  await journal.append(event('open', intent('two')));
  await journal.append(event('open', bought(orderOf('8'))));
  const report = { id: '7', status: 'cancelled', messages: [] } as const;
  await journal.append(event('over', { kind: 'reported', report }));
  await journal.close();
  return file;
}

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

const bytesOf = (file: string): Buffer => readFileSync(file);

/** The entry of an order that is over is no longer what was written. */
function garble(file: string): void {
  const bytes = bytesOf(file);
  bytes[bytes.indexOf('{"id":"over","want"')] = 'x'.charCodeAt(0);
  writeFileSync(file, bytes);
}

const cancelled = { kind: 'reported', report: { id: '8', status: 'cancelled', messages: [] } } as const;
const failed = (journal: SqliteJournal, attempt: string): Promise<unknown> =>
  journal.append(event(attempt, intent(attempt, attempt))).catch((error: unknown) => error);

test('a large file that may be damaged opens at once, and nothing is bought upon it before it was read', async () => {
  const file = await largeFile();
  garble(file);
  for (let start = 0; start < 2; start += 1) {
    const journal = sqliteJournal({ file });
    // What is open can be looked after meanwhile.
    expect(await journal.list({ states: ['open'] })).toHaveLength(1 - start);
    if (start === 0)
      expect(await journal.append(event('open', cancelled))).toMatchObject({ state: 'cancelled' });
    const error = await failed(journal, `new-${start}`);
    expect(NumrouteError.is(error, 'INVALID_INPUT') && error.message).toMatch(/a text in it is garbled/);
    expect(await journal.findAttempt(`new-${start}`)).toBeUndefined();
    await journal.close();
    expect(existsSync(sealFile(file))).toBe(false);
  }
});

test('a large file that is sound is bought upon once it was read, also after a kill', async () => {
  const file = await largeFile();
  const journal = sqliteJournal({ file });
  await journal.append(event('late', intent('late', 'late')));
  // As a kill leaves it: the file, its log and the word of its owner.
  const copy = freshFile();
  for (const part of ['', '-wal', '.owner'])
    writeFileSync(copy + part, bytesOf(file + part), { mode: 0o600 });
  await journal.close();
  const next = sqliteJournal({ file: copy });
  expect(next.wasLeft).toBe(true);
  expect(await next.append(event('new', intent('new', 'new')))).toMatchObject({ state: 'sending' });
  await next.close();
  expect(existsSync(sealFile(copy))).toBe(true);
  await sqliteJournal({ file: copy }).close();
});

test('sums of a large file are told once they add up', async () => {
  const file = await largeFile();
  const reader = readJournal({ file });
  const sum = await reader.spent({ since: 0 });
  await reader.close();
  change(file, "UPDATE spending SET low = low + 1 WHERE whose = '*'");
  const journal = sqliteJournal({ file });
  expect(await journal.spent({ since: 0 })).toEqual(sum);
  await journal.close();
});

test('a journal that is closed while it is read as a whole is read again by the next start', async () => {
  const file = await largeFile();
  garble(file);
  const journal = sqliteJournal({ file });
  const buying = failed(journal, 'new');
  await journal.close();
  expect(await buying).toBeInstanceOf(NumrouteError);
  expect(existsSync(sealFile(file))).toBe(false);
});
