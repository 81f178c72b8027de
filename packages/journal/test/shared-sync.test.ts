import fs, { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { type AttemptEvent, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { journalOver } from '../src/sqlite/journal.ts';
import { openFile } from '../src/sqlite/open.ts';
import { acknowledgedIn } from '../src/sqlite/ownership/owner.ts';
import { linesOf } from './crashed.ts';
import { holdSyncs, turn } from './disk.ts';
import { freshFile } from './folder.ts';

const { bought, event, intent, orderOf } = samples;

const intentOf = (name: string): AttemptEvent => event(name, intent(`w-${name}`, `p-${name}`));

/** What was told of each write, in the order of the telling. */
function listener() {
  const heard: string[] = [];
  const listen = (name: string, write: Promise<unknown>): void => {
    write.then(
      () => heard.push(name),
      ({ code, message }: { code: string; message: string }) => heard.push(`${name}: ${code} ${message}`),
    );
  };
  return { heard, listen };
}

test('no write is acknowledged before its sync, and those who come meanwhile share the next one', async () => {
  const file = freshFile();
  const disk = holdSyncs(file);
  const journal = sqliteJournal({ file });
  const { heard, listen } = listener();
  listen('a', journal.append(intentOf('a')));
  await disk.end();
  expect(heard).toEqual(['a']);
  const before = acknowledgedIn(file);
  listen('a bought', journal.append(event('a', bought(orderOf('1', 'p-a')))));
  listen('want', journal.openWant({ id: 'w', key: 'k', print: '{}', at: 1 }));
  listen('b', journal.append(intentOf('b')));
  // Breaks a rule, and fails alone.
  listen('c', journal.append(event('c', intent('w-c', 'p-b'))));
  listen('d', journal.append(intentOf('d')));
  await turn();
  expect(disk.begun).toBe(2);
  expect(heard.slice(1)).toEqual([expect.stringMatching(/^c: WRONG_STATE .*still unresolved$/)]);
  expect(acknowledgedIn(file), 'counted by the owner file').toBe(before);
  await disk.end();
  expect(heard.slice(2)).toEqual(['a bought']);
  expect(disk.begun).toBe(3);
  await disk.end();
  expect(heard.slice(3)).toEqual(['want', 'b', 'd']);
  expect(disk.begun).toBe(3);
  await journal.close();
});

test('after a failed sync nothing is acknowledged, nothing is written, and the log stays as it is', async () => {
  const file = freshFile();
  const disk = holdSyncs(file);
  const journal = sqliteJournal({ file });
  const { heard, listen } = listener();
  listen('a', journal.append(intentOf('a')));
  await disk.end();
  listen('b', journal.append(intentOf('b')));
  await turn();
  listen('a bought', journal.append(event('a', bought(orderOf('1', 'p-a')))));
  await disk.end(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
  const failed = /UNAVAILABLE .*not written: the disk failed; close the journal and open it again/;
  expect(heard.slice(1)).toEqual([expect.stringMatching(failed), expect.stringMatching(failed)]);
  listen('c', journal.append(intentOf('c')));
  await disk.end();
  expect(heard.slice(3)).toEqual([expect.stringMatching(failed)]);
  // A second one would not say what the first one lost.
  expect(disk.begun).toBe(2);
  const [before, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
  await journal.close();
  expect(readFileSync(file).equals(before), 'the file is as it was').toBe(true);
  expect(readFileSync(`${file}-wal`).equals(log), 'the log is as it was').toBe(true);
  const next = sqliteJournal({ file });
  expect(next.wasLeft).toBe(true);
  expect(await next.findAttempt('a')).toMatchObject({ id: 'a' });
  const again = next.append(intentOf('c'));
  await disk.end();
  expect(await again).toMatchObject({ state: 'sending' });
  await next.close();
});

test('who closes it waits for the sync that runs, and what was written is acknowledged', async () => {
  const file = freshFile();
  const disk = holdSyncs(file);
  const journal = sqliteJournal({ file });
  const { heard, listen } = listener();
  listen('a', journal.append(intentOf('a')));
  await turn();
  listen('b', journal.append(intentOf('b')));
  await turn();
  listen('closed', journal.close());
  await disk.end();
  expect(heard).toEqual(['a']);
  await disk.end();
  expect(heard).toEqual(['a', 'b', 'closed']);
});

test('a disk that fails at the close, too, does not have the log put into the file', async () => {
  const file = freshFile();
  const disk = holdSyncs(file);
  const journal = sqliteJournal({ file });
  const written = journal.append(intentOf('a'));
  await disk.end();
  await written;
  const failed = expect(journal.append(intentOf('b'))).rejects.toThrow('the disk failed');
  await disk.end(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
  await failed;
  const [before, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
  const { closeSync } = fs;
  const heal = (): void => {
    Object.assign(fs, { closeSync });
    syncBuiltinESMExports();
  };
  onTestFinished(heal);
  // As a drive on the network says what it could not write.
  const failing = (descriptor: number): void => {
    closeSync(descriptor);
    throw Object.assign(new Error('EIO: i/o error, close'), { code: 'EIO' });
  };
  Object.assign(fs, { closeSync: failing });
  syncBuiltinESMExports();
  await journal.close().catch(() => undefined);
  heal();
  expect(readFileSync(file).equals(before), 'the file is as it was').toBe(true);
  expect(readFileSync(`${file}-wal`).equals(log), 'the log is as it was').toBe(true);
});

test('who closes it once more waits until the file is free', async () => {
  const file = freshFile();
  const disk = holdSyncs(file);
  const journal = sqliteJournal({ file });
  const { heard, listen } = listener();
  listen('a', journal.append(intentOf('a')));
  await turn();
  listen('closed', journal.close());
  listen('closed again', journal.close());
  await turn();
  expect(heard).toEqual([]);
  await disk.end();
  expect(heard).toEqual(['a', 'closed', 'closed again']);
  await sqliteJournal({ file, lockTimeoutMs: 0 }).close();
});

test('property: a power cut at any moment leaves all that was acknowledged', {
  timeout: 120_000,
}, async () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('write' as const) },
    fc.constant('end' as const),
    fc.constant('cut' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const file = freshFile();
      const disk = holdSyncs(file);
      const opened = openFile(file, 0);
      // The log begins anew all the time.
      opened.database.exec('PRAGMA wal_autocheckpoint = 8');
      const journal = journalOver(opened);
      const { heard, listen } = listener();
      for (const [n, what] of steps.entries()) {
        if (what === 'end') await disk.end();
        if (what === 'write') listen(`a${n}`, journal.append(intentOf(`a${n}`)));
        if (what !== 'cut' || heard.length === 0) continue;
        const left = freshFile();
        disk.afterPowerCut(left);
        const next = sqliteJournal({ file: left });
        const known = (await next.list({})).map(({ id }) => id);
        expect(heard.filter((name) => !known.includes(name))).toEqual([]);
        expect(await linesOf(next)).toHaveLength(known.length);
        await next.close();
      }
      const closed = journal.close();
      for (let more = 0; more < 3; more += 1) await disk.end();
      await closed;
    }),
    { numRuns: 25 },
  );
});
