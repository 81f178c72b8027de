import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test } from 'vitest';
import { sealFile, writeSeal } from '../src/sqlite/soundness/seal.ts';
import { freshFile } from './folder.ts';

const { bought, event, intent, orderOf } = samples;

const DAY = 86_400_000;

/** Closed, with one order that is over and one that is open. */
async function closedJournal(): Promise<string> {
  const file = freshFile();
  const journal = sqliteJournal({ file });
  await journal.append(event('over', intent('one')));
  await journal.append(event('over', bought(orderOf('7'))));
  const report = { id: '7', status: 'cancelled', messages: [] } as const;
  await journal.append(event('over', { kind: 'reported', report }));
  await journal.append(event('open', intent('two')));
  await journal.append(event('open', bought(orderOf('8'))));
  await journal.close();
  return file;
}

/** The entry of an order that is over is no longer what was written. */
function garble(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.indexOf('{"id":"over","want"')] = 'x'.charCodeAt(0);
  writeFileSync(file, bytes);
}

test('a closed file that nobody wrote to is not read as a whole, and what is read of it is not believed blindly', async () => {
  const file = await closedJournal();
  garble(file);
  // As where the disk itself let it go bad.
  writeSeal(file, Date.now());
  const journal = sqliteJournal({ file });
  expect(await journal.findAttempt('open')).toMatchObject({ state: 'open' });
  await expect(journal.findAttempt('over')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/damaged/),
  });
  await expect(journal.append(event('new', intent('three')))).rejects.toThrow('damaged');
  await journal.close();
  expect(() => sqliteJournal({ file })).toThrow('a text in it is garbled');
});

test.each([
  ['was written to', garble],
  [
    'was looked at a week ago',
    (file: string) => {
      garble(file);
      writeSeal(file, Date.now() - 7 * DAY);
    },
  ],
  [
    'was looked at in the future',
    (file: string) => {
      garble(file);
      writeSeal(file, Date.now() + DAY);
    },
  ],
])('a file that %s is read as a whole', async (_, change) => {
  const file = await closedJournal();
  change(file);
  expect(() => sqliteJournal({ file })).toThrow('a text in it is garbled');
});

test('a copy with the seal of its original is read as a whole', async () => {
  const file = await closedJournal();
  garble(file);
  writeSeal(file, Date.now());
  const copy = freshFile();
  copyFileSync(file, copy);
  copyFileSync(sealFile(file), sealFile(copy));
  expect(() => sqliteJournal({ file: copy })).toThrow('a text in it is garbled');
});

test('a start that finds its seal keeps its date, so that the week is a week', async () => {
  const file = await closedJournal();
  writeSeal(file, Date.now() - 6 * DAY);
  const dateOf = (): string | undefined => readFileSync(sealFile(file), 'latin1').trim().split(', ')[1];
  const before = dateOf();
  const journal = sqliteJournal({ file });
  await journal.append(event('new', intent('three', 'elsewhere')));
  await journal.close();
  expect(dateOf()).toBe(before);
  // What was written since is sealed, too.
  await sqliteJournal({ file }).close();
});
