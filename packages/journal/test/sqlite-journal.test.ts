import {
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { describe, expect, test } from 'vitest';
import { journalOver } from '../src/journal.ts';
import { openFile } from '../src/open.ts';
import { type AttemptRow, type JournalEvent, project } from '../src/project.ts';
import { freshFile } from './folder.ts';
import { intentOf, orderOf } from './samples.ts';

const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });

describe('sqliteJournal', () => {
  test('keeps everything over a reopen, and its table follows from its events', async () => {
    const file = freshFile();
    const first = sqliteJournal({ file });
    await first.writeIntent(intentOf('a'));
    await first.writeOutcome('a', { kind: 'bought', order: orderOf('7'), adopted: false });
    await first.writeOrder(orderOf('7', 'one', { status: 'delivered', messages: [{ code: '1' }] }));
    await first.writeOrder(orderOf('8', 'one'));
    await first.writeIntent(intentOf('b', 'two'));
    await first.writeOutcome('b', { kind: 'unknown', message: 'lost' });
    await first.writeIntent(intentOf('c', 'three'));
    await first.writeIntent(intentOf('d'));
    await first.writeOutcome('d', { kind: 'refused', code: 'REJECTED', message: 'no' });
    const told = async (journal: typeof first) => ({
      open: await journal.listOpenOrders(),
      unresolved: await journal.listUnresolved(),
      lines: [...journal.exportLines()],
    });
    const before = await told(first);
    expect(before.open.map(({ id }) => id)).toEqual(['7', '8']);
    expect(before.unresolved.map(({ attempt }) => attempt)).toEqual(['b', 'c']);
    expect(before.lines).toHaveLength(9);
    await first.close();
    const second = sqliteJournal({ file });
    expect(await told(second)).toEqual(before);
    await second.close();

    const rows = new Map<string, AttemptRow>();
    for (const line of before.lines) {
      const event = JSON.parse(line) as JournalEvent;
      const row = project(rows.get(event.attempt), event);
      if (row) rows.set(event.attempt, row);
    }
    const database = new DatabaseSync(file);
    const stored = database.prepare('SELECT * FROM attempt ORDER BY seq').all();
    expect(stored.map(({ seq, ...row }) => ({ ...row }))).toEqual([...rows.values()]);
    expect(() => database.exec('DELETE FROM event')).toThrow('never deleted');
    expect(() => database.exec('UPDATE event SET at = 0')).toThrow('never changed');
    database.close();
  });

  test('two purchases in doubt at one provider are impossible, and so is one order twice', async () => {
    const journal = sqliteJournal({ file: freshFile() });
    await journal.writeIntent(intentOf('a'));
    await expect(journal.writeIntent(intentOf('a'))).rejects.toMatchObject({ code: 'WRONG_STATE' });
    await expect(journal.writeIntent(intentOf('b'))).rejects.toThrow('still unresolved');
    await journal.writeOutcome('a', { kind: 'unknown', message: '' });
    await expect(journal.writeIntent(intentOf('b'))).rejects.toThrow('still unresolved');
    await journal.writeOutcome('a', { kind: 'bought', order: orderOf('7'), adopted: true });
    await journal.writeOutcome('a', { kind: 'bought', order: orderOf('7'), adopted: true });
    await journal.writeIntent(intentOf('b'));
    const again = journal.writeOutcome('b', { kind: 'bought', order: orderOf('7'), adopted: false });
    await expect(again).rejects.toThrow('already holds this order');
    expect((await journal.listUnresolved()).map(({ attempt }) => attempt)).toEqual(['b']);
    await journal.close();
    await expect(journal.writeIntent(intentOf('z', 'z'))).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(journal.listUnresolved()).rejects.toMatchObject({ code: 'CLOSED' });
    await journal.close();
  });

  test('a full or read-only disk rejects the write, keeps the rest and recovers', async () => {
    const { database, release } = openFile(freshFile(), 0);
    const journal = journalOver(database, systemClock, release);
    await journal.writeIntent(intentOf('a'));
    database.exec('PRAGMA max_page_count = 1');
    const big = intentOf('b', 'two', { want: 'x'.repeat(100_000) });
    await expect(journal.writeIntent(big)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'journal: not written: the disk is full',
    });
    expect(await journal.listUnresolved()).toHaveLength(1);
    database.exec('PRAGMA max_page_count = 100000; PRAGMA query_only = ON');
    await expect(journal.writeIntent(big)).rejects.toThrow('read-only');
    database.exec('PRAGMA query_only = OFF');
    await journal.writeIntent(big);
    expect([...journal.exportLines()]).toHaveLength(2);
    await journal.close();
  });

  test('its files are readable by their owner only', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    await journal.writeIntent(intentOf('a'));
    for (const name of [file, `${file}-wal`, `${file}.owner`]) {
      expect(statSync(name).mode & 0o777, name).toBe(0o600);
    }
    expect(existsSync(`${file}-shm`)).toBe(false);
    await journal.close();
    expect(existsSync(`${file}.owner`)).toBe(false);
    chmodSync(file, 0o640);
    expect(() => sqliteJournal({ file })).toThrow(refused(/chmod 600/));
    chmodSync(file, 0o600);
    renameSync(file, `${file}.moved`);
    symlinkSync(`${file}.moved`, file);
    expect(() => sqliteJournal({ file })).toThrow(refused(/symbolic link/));
  });

  test('a second handle in the same process is refused and disturbs nothing', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    expect(() => sqliteJournal({ file, lockTimeoutMs: 10 })).toThrow(
      refused(new RegExp(`^journal: .*pid ${process.pid}`)),
    );
    expect(readFileSync(`${file}.owner`, 'utf8')).toBe(`${process.pid}\n`);
    await journal.writeIntent(intentOf('a'));
    await journal.close();
  });

  test('a damaged, foreign, newer or impossible file is refused', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    for (let n = 0; n < 200; n += 1) await journal.writeIntent(intentOf(`a${n}`, `p${n}`));
    await journal.close();
    const good = readFileSync(file);
    writeFileSync(file, Buffer.concat([good.subarray(0, 4096), Buffer.alloc(good.length - 4096, 0x5a)]));
    expect(() => sqliteJournal({ file })).toThrow(refused(/damaged/));
    writeFileSync(file, 'this is no database at all, only text'.repeat(100));
    expect(() => sqliteJournal({ file })).toThrow(refused(/damaged or no journal/));
    writeFileSync(file, good);
    let database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => sqliteJournal({ file })).toThrow(refused(/schema 99/));
    writeFileSync(file, '');
    database = new DatabaseSync(file);
    database.exec('CREATE TABLE other (x)');
    database.close();
    expect(() => sqliteJournal({ file })).toThrow(refused(/another program/));
    expect(() => sqliteJournal({ file: `${file}/no/such` })).toThrow(refused(/can be created/));
    expect(() => sqliteJournal({ file: '' })).toThrow(refused(/path of a file/));
  });
});
