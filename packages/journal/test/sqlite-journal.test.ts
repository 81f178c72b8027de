import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Journal, memoryJournal, readJournal, sqliteJournal, UNRESOLVED } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { describe, expect, test } from 'vitest';
import { eventRow, rowOf } from '../src/sqlite/file/rows.ts';
import { journalOver } from '../src/sqlite/journal.ts';
import { openFile } from '../src/sqlite/open.ts';
import { migrate } from '../src/sqlite/schema/schema.ts';
import { freshFile } from './folder.ts';

const { bought, event, intent, offerOf, orderOf } = samples;

const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });

const linesOf = async (journal: Pick<Journal, 'exportLines'>): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of journal.exportLines()) lines.push(line);
  return lines;
};

describe('sqliteJournal', () => {
  test('keeps everything over a reopen, and its events cannot be changed', async () => {
    const file = freshFile();
    const first = sqliteJournal({ file });
    await first.append(event('a', intent('one')));
    await first.append(event('a', bought(orderOf('7'))));
    await first.append(event('b', intent('two', 'two')));
    await first.append(event('b', { kind: 'unheard', message: 'lost' }));
    await first.openWant({ id: 'two', key: 'k', print: '{}', at: 1 });
    const told = async (journal: typeof first) => ({
      entries: await journal.list({}),
      want: await journal.findWant('two'),
      lines: await linesOf(journal),
    });
    const before = await told(first);
    expect(before.lines).toHaveLength(4);
    await first.close();
    const second = sqliteJournal({ file });
    expect(await told(second)).toEqual(before);
    await second.close();
    const database = new DatabaseSync(file);
    expect(() => database.exec('DELETE FROM event')).toThrow('never deleted');
    expect(() => database.exec('UPDATE event SET at = 0')).toThrow('never changed');
    database.close();
  });

  test('after close everything is refused, and close may come twice', async () => {
    const journal = sqliteJournal({ file: freshFile() });
    await journal.close();
    await expect(journal.append(event('z', intent()))).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(journal.list({})).rejects.toMatchObject({ code: 'CLOSED' });
    await journal.close();
  });

  test('what is forgotten is in none of its files', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    const secret = '918273645';
    for (let n = 0; n < 50; n += 1) {
      const [name, id] = [`a${n}`, `${n}`];
      const messages = [{ code: secret, text: `Your code is ${secret}` }];
      await journal.append(event(name, intent(name)));
      await journal.append(event(name, bought(orderOf(id, 'one', { phone: '+37255599887' }))));
      await journal.append(event(name, { kind: 'reported', report: { id, status: 'finished', messages } }));
    }
    const bytes = (): string =>
      [file, `${file}-wal`].map((name) => (existsSync(name) ? readFileSync(name, 'latin1') : '')).join('');
    expect(bytes()).toContain(secret);
    expect(await journal.forget(Date.now())).toBe(50);
    expect(bytes()).not.toContain(secret);
    expect(bytes()).not.toContain('37255599887');
    await journal.close();
  });

  test('a file of schema 1 is brought up to date and says the same', async () => {
    const file = freshFile();
    const database = new DatabaseSync(file);
    migrate(database, 1);
    const offer = offerOf();
    const old = { attempt: 'a', want: 'w', offer, maxPrice: offer.price, at: 5 };
    const lines: [at: number, attempt: string, kind: string, body: object][] = [
      [5, 'a', 'intent', old],
      [6, 'a', 'outcome', { kind: 'unknown', message: 'lost' }],
      [7, 'a', 'outcome', { kind: 'bought', order: orderOf('7'), adopted: true }],
      [8, 'a', 'order', orderOf('7', 'one', { status: 'delivered', messages: [{ code: '0123' }] })],
      [9, 'order:one/8', 'order', orderOf('8')],
      [10, 'b', 'intent', { ...old, attempt: 'b', want: 'v', at: 10 }],
      [11, 'b', 'outcome', { kind: 'unknown', message: 'lost' }],
    ];
    for (const [at, attempt, kind, body] of lines) {
      database
        .prepare(
          "INSERT OR IGNORE INTO attempt (id, provider, state, intent) VALUES (?, 'one', 'refused', '{}')",
        )
        .run(attempt);
      database
        .prepare('INSERT INTO event (at, attempt, kind, body) VALUES (?, ?, ?, ?)')
        .run(at, attempt, kind, JSON.stringify(body));
    }
    database.close();
    chmodSync(file, 0o600);
    const journal = sqliteJournal({ file });
    expect(await journal.list({})).toMatchObject([
      {
        number: 1,
        id: 'a',
        want: 'w',
        sentAt: 5,
        state: 'delivered',
        adopted: true,
        order: { messages: [{ code: '0123' }] },
      },
      { number: 2, id: 'order:one/8', state: 'open', order: orderOf('8') },
      { number: 3, id: 'b', state: 'unknown', money: 'reserved' },
    ]);
    await journal.close();
  });

  test.each(['closed', 'killed'])(
    'a file of schema 3 that was %s loses nothing, and reads as it is',
    async (how) => {
      const [made, file] = [freshFile(), freshFile()];
      const old = new DatabaseSync(made);
      // As the versions of schema 3 opened it.
      old.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
      migrate(old, 3);
      const memory = memoryJournal({ acceptOrphans: true });
      const put = old.prepare(
        'INSERT OR REPLACE INTO attempt (number, id, want, provider, state, sent_at, since, order_id, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      );
      const note = old.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)');
      for (let n = 0; n < 50; n += 1) {
        for (const one of [event(`a${n}`, intent(`w${n}`)), event(`a${n}`, bought(orderOf(`${n}`)))]) {
          const entry = await memory.append(one);
          put.run(entry.number, ...rowOf(entry));
          note.run(...eventRow(one));
        }
      }
      if (how === 'closed') old.close();
      for (const part of ['', '-wal']) if (existsSync(made + part)) copyFileSync(made + part, file + part);
      if (how === 'killed') old.close();
      chmodSync(file, 0o600);
      const told = async (journal: Pick<Journal, 'list' | 'exportLines'>) => [
        await journal.list({}),
        (await linesOf(journal)).map((line) => JSON.parse(line) as unknown),
      ];
      const reader = readJournal({ file });
      expect(await told(reader)).toEqual(await told(memory));
      await reader.close();
      const journal = sqliteJournal({ file });
      expect(await told(journal)).toEqual(await told(memory));
      await journal.append(event('new', intent('new', 'new')));
      await journal.close();
    },
  );

  test('a full or read-only disk rejects the write, keeps the rest and recovers', async () => {
    const opened = openFile(freshFile(), 0);
    const { database, file } = opened;
    const journal = journalOver(opened);
    await journal.append(event('a', intent()));
    database.exec('PRAGMA max_page_count = 1');
    const big = event('b', intent('x'.repeat(100_000), 'two'));
    await expect(journal.append(big)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `journal: ${file}: not written: the disk is full; make room on it, and it goes on by itself`,
    });
    expect(await journal.list({ states: UNRESOLVED })).toHaveLength(1);
    database.exec('PRAGMA max_page_count = 100000; PRAGMA query_only = ON');
    await expect(journal.append(big)).rejects.toThrow('read-only');
    database.exec('PRAGMA query_only = OFF');
    await journal.append(big);
    expect(await linesOf(journal)).toHaveLength(2);
    await journal.close();
  });

  test('its files are readable by their owner only', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    await journal.append(event('a', intent()));
    for (const part of ['', '-wal', '-shm', '.owner', '.lock']) {
      expect(statSync(file + part).mode & 0o777, part).toBe(0o600);
    }
    await journal.close();
    expect(readdirSync(dirname(file))).toEqual(['orders.db', 'orders.db.lock', 'orders.db.seal']);
    expect(statSync(`${file}.lock`).size).toBe(0);
    chmodSync(file, 0o640);
    expect(() => sqliteJournal({ file })).toThrow(refused(/chmod 600/));
    chmodSync(file, 0o600);
    renameSync(file, `${file}.moved`);
    symlinkSync(`${file}.moved`, file);
    expect(() => sqliteJournal({ file })).toThrow(refused(/symbolic link/));
    rmSync(file);
    linkSync(`${file}.moved`, file);
    expect(() => sqliteJournal({ file })).toThrow(refused(/a file with one name; it has 2 \(hard links\)/));
  });

  test('a second handle in the same process is refused and disturbs nothing', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    expect(() => sqliteJournal({ file, lockTimeoutMs: 10 })).toThrow(
      refused(new RegExp(`^journal: .*pid ${process.pid}`)),
    );
    expect(readFileSync(`${file}.owner`, 'utf8')).toMatch(new RegExp(`^${process.pid} *\n`));
    await journal.append(event('a', intent()));
    await journal.close();
  });

  test('a damaged, foreign, newer or impossible file is refused', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    for (let n = 0; n < 200; n += 1) await journal.append(event(`a${n}`, intent(`w${n}`, `p${n}`)));
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
