import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AttemptEvent } from '@numroute/journal';
import { backupJournal, lastBackup, readJournal, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { describe, expect, test, vi } from 'vitest';
import { journalOver } from '../src/sqlite/journal.ts';
import { openFile } from '../src/sqlite/open.ts';
import { linesOf } from './crashed.ts';
import { freshFile } from './folder.ts';
import { spawnScript } from './spawned.ts';

// Processes of their own take long to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { bought, event, intent, orderOf } = samples;

/** Where what a real disk keeps is not the question. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });

const COPY = refused(
  /made while the journal was in use, and .*-wal.* is missing.*restore a backup.*orders backup/,
);

/** Every line of a journal that opens. */
async function opened(file: string): Promise<readonly string[]> {
  const journal = sqliteJournal({ file });
  const lines = await linesOf(journal);
  await journal.close();
  return lines;
}

const buyOne = async (
  journal: Pick<ReturnType<typeof sqliteJournal>, 'append'>,
  name: string,
): Promise<void> => {
  await journal.append(event(name, intent(`w-${name}`, name)));
  await journal.append(event(name, bought(orderOf(name, name))));
};

/** What the process that writes has acknowledged, by kind and attempt. */
function missing(acknowledged: readonly string[], lines: readonly string[]): readonly string[] {
  const written = new Set(
    lines.map((line) => {
      const { kind, attempt } = JSON.parse(line) as AttemptEvent;
      return `${kind} ${attempt}`;
    }),
  );
  return acknowledged.filter((line) => line !== 'open' && !written.has(line));
}

describe('a backup', () => {
  test('is remembered beside the journal: when and where the last one was made', async () => {
    const file = freshFile();
    expect(lastBackup(file)).toBeUndefined();
    const journal = sqliteJournal({ file });
    await buyOne(journal, 'a');
    const bytes = statSync(file).size + statSync(`${file}-wal`).size;
    expect(await journal.disk?.()).toEqual({ bytes });
    const before = Date.now();
    for (const to of [freshFile(), freshFile()]) {
      await journal.backup(to);
      expect(lastBackup(file)).toEqual({ at: expect.any(Number), file: to });
      expect((await journal.disk?.())?.lastBackupAt).toBe(lastBackup(file)?.at);
    }
    expect(lastBackup(file)?.at).toBeGreaterThanOrEqual(before);
    expect(statSync(`${file}.backup.json`).mode & 0o777).toBe(0o600);
    const failed = backupJournal({ file, to: file });
    await expect(failed).rejects.toThrow('not there yet');
    const known = lastBackup(file);
    // A link would have somebody else's file written.
    const victim = freshFile();
    writeFileSync(victim, 'theirs');
    rmSync(`${file}.backup.json`);
    symlinkSync(victim, `${file}.backup.json`);
    await backupJournal({ file, to: freshFile() });
    expect(readFileSync(victim, 'utf8')).toBe('theirs');
    expect(lastBackup(file)?.at).toBeGreaterThanOrEqual(known?.at ?? Number.NaN);
    await journal.close();
    for (const broken of ['', '{}', '{"at":"soon","file":"x"}', 'null']) {
      writeFileSync(`${file}.backup.json`, broken);
      expect(lastBackup(file)).toBeUndefined();
    }
  });

  test('that cannot be noted is a backup all the same', async () => {
    const file = freshFile();
    await sqliteJournal({ file }).close();
    mkdirSync(`${file}.backup.json`);
    const to = freshFile();
    await backupJournal({ file, to });
    expect(await opened(to)).toEqual([]);
    expect(lastBackup(file)).toBeUndefined();
    expect(readdirSync(dirname(file)).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('of a journal that another process writes to holds all that was acknowledged before', async () => {
    const file = freshFile();
    const owner = spawnScript('owner.ts', file);
    await owner.heard('bought 0-99');
    for (let round = 0; round < 5; round += 1) {
      const before = owner.lines();
      const to = freshFile();
      await backupJournal({ file, to });
      expect(readdirSync(dirname(to))).toEqual([basename(to)]);
      expect(statSync(to).mode & 0o777).toBe(0o600);
      expect(missing(before, await opened(to))).toEqual([]);
    }
    const last = owner.lines().length;
    await owner.heard(`intent 0-${last + 100}`);
  });

  test('by the process that owns the journal leaves the journal its own', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    await buyOne(journal, 'a');
    const to = freshFile();
    const making = journal.backup(to);
    await buyOne(journal, 'b');
    await making;
    const all = await linesOf(journal);
    const copied = await opened(to);
    expect(all.slice(0, copied.length)).toEqual(copied);
    expect(copied.length).toBeGreaterThanOrEqual(2);
    await buyOne(journal, 'c');
    await journal.close();
    await expect(journal.backup(freshFile())).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('is one more journal: bought upon, and copied as a file once it is closed', async () => {
    const [file, to, copy] = [freshFile(), freshFile(), freshFile()];
    const first = sqliteJournal({ file });
    await buyOne(first, 'a');
    await first.close();
    await backupJournal({ file, to });
    expect(await opened(to)).toEqual(await opened(file));
    const second = sqliteJournal({ file: to });
    await buyOne(second, 'b');
    await second.close();
    copyFileSync(to, copy);
    expect(await opened(copy)).toHaveLength(4);
  });

  test('of a journal that was killed holds what its log holds, and changes nothing beside it', async () => {
    const file = freshFile();
    const owner = spawnScript('owner.ts', file);
    await owner.heard('bought 0-9');
    const acknowledged = await owner.kill();
    const bytes = () => ['', '-wal', '.owner'].map((part) => readFileSync(file + part, 'hex'));
    const before = bytes();
    const to = freshFile();
    await backupJournal({ file, to });
    expect(bytes()).toEqual(before);
    expect(missing(acknowledged, await opened(to))).toEqual([]);
  });

  test('overwrites nothing, and a failed one leaves nothing', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    await buyOne(journal, 'a');
    await expect(journal.backup(file)).rejects.toThrow(refused(/^backup: .*not there yet/));
    await expect(journal.backup(`${file}.no/such`)).rejects.toThrow(
      refused(/^backup: expected a file that can be written/),
    );
    await expect(backupJournal({ file: `${file}.none`, to: freshFile() })).rejects.toThrow(
      refused(/a file that is there/),
    );
    expect(readdirSync(dirname(file)).filter((name) => name.includes('part'))).toEqual([]);
    await journal.close();
  });
});

describe('a copy that lacks the log', () => {
  test('of a journal that is bought on is refused each time, and what it holds can be rescued', async () => {
    const file = freshFile();
    const owner = spawnScript('owner.ts', file);
    await owner.heard('intent 0-0');
    for (let round = 0; round < 10; round += 1) {
      await owner.heard(`intent 0-${round * 100}`);
      const copy = freshFile();
      copyFileSync(file, copy);
      for (const open of [sqliteJournal, readJournal]) expect(() => open({ file: copy })).toThrow(COPY);
      await expect(backupJournal({ file: copy, to: freshFile() })).rejects.toThrow(COPY);
      // Nothing was made beside it.
      expect(readdirSync(dirname(copy)).filter((name) => !name.endsWith('.lock'))).toEqual([basename(copy)]);
    }
    await owner.kill();
    const next = spawnScript('owner.ts', file, '1');
    await next.heard('bought 1-99');
    for (const end of [async () => undefined, next.kill]) {
      await end();
      const copy = freshFile();
      copyFileSync(file, copy);
      expect(() => sqliteJournal({ file: copy })).toThrow(COPY);
    }
  });

  test('is refused also where it is one empty page, as older versions left it', () => {
    const [file, copy] = [freshFile(), freshFile()];
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE event (seq)');
    copyFileSync(file, copy);
    database.close();
    expect(statSync(copy).size).toBe(4_096);
    chmodSync(copy, 0o600);
    for (const open of [sqliteJournal, readJournal]) expect(() => open({ file: copy })).toThrow(COPY);
  });

  test('is whole where the journal was closed, or where its owner file vouches for it', async () => {
    const [file, copy] = [freshFile(), freshFile()];
    const journal = sqliteJournal({ file });
    await buyOne(journal, 'a');
    await journal.close();
    copyFileSync(file, copy);
    expect(await opened(copy)).toHaveLength(2);

    // A person has looked at a journal that was killed: SQLite puts the log into the file, and deletes it.
    const owner = spawnScript('owner.ts', file, '1');
    await owner.heard('bought 1-9');
    const acknowledged = await owner.kill();
    const look = new DatabaseSync(file);
    look.prepare('SELECT count(*) FROM event').get();
    look.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(missing(acknowledged, await opened(file))).toEqual([]);
  });
});

test('property: a copy of file and log, taken one after the other, is whole or refused', {
  timeout: 120_000,
}, async () => {
  const file = freshFile(FAST);
  const opened = openFile(file, 0);
  const journal = journalOver(opened);
  // The log begins anew all the time.
  opened.database.exec('PRAGMA wal_autocheckpoint = 8');
  const copy = freshFile(FAST);
  let [whole, refusals] = [0, 0];
  for (let n = 0; n < 120; n += 1) {
    await buyOne(journal, `a${n}`);
    const before = await linesOf(journal);
    const parts = n % 3 === 0 ? ['-wal', ''] : ['', '-wal'];
    for (const [nth, part] of parts.entries()) {
      copyFileSync(file + part, copy + part);
      for (let more = 0; nth === 0 && more < n % 7; more += 1) {
        const name = `a${n}-${more}`;
        await buyOne(journal, name);
        const report = { id: name, status: 'finished', messages: [] } as const;
        await journal.append(event(name, { kind: 'reported', report }));
      }
    }
    try {
      const next = sqliteJournal({ file: copy });
      const lines = await linesOf(next);
      await next.close();
      expect(lines.slice(0, before.length)).toEqual(before);
      whole += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_INPUT' });
      refusals += 1;
    }
    for (const part of ['', '-wal', '-shm', '.owner', '-wal.kept']) rmSync(copy + part, { force: true });
  }
  await journal.close();
  expect(whole).toBeGreaterThan(10);
  expect(refusals).toBeGreaterThan(10);
});

test('a backup that is put beside the log of a killed journal is not mixed with it', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  const to = freshFile();
  await backupJournal({ file, to });
  owner.tell('buy two');
  await owner.heard('done buy two');
  await owner.kill();
  const backup = readFileSync(to);
  copyFileSync(to, file);
  rmSync(`${file}.owner`);
  for (const open of [sqliteJournal, readJournal]) {
    expect(() => open({ file })).toThrow(refused(/-wal belongs to another file; move the log/));
  }
  expect(readFileSync(file)).toEqual(backup);
  for (const part of ['-wal', '-shm']) rmSync(file + part);
  expect(await opened(file)).toHaveLength(2);
});
