import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Journal } from '@numroute/journal';
import { backupJournal, readJournal, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test, vi } from 'vitest';
import type { JournalReads } from '../src/sqlite/queries.ts';
import { freshFile } from './folder.ts';
import { spawnScript } from './spawned.ts';

// Processes of their own take long to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { bought, event, intent, orderOf } = samples;

/** All that a reader can tell. */
async function told(journal: JournalReads): Promise<unknown> {
  const lines: string[] = [];
  for await (const line of journal.exportLines()) lines.push(line);
  return {
    lines,
    entries: await journal.list({}),
    order: await journal.findOrder({ provider: 'one', id: 'one' }),
    number: await journal.findNumber(1),
    attempt: await journal.findAttempt('one'),
    history: await journal.history('one'),
    want: await journal.findWant('w'),
    anchor: await journal.readCheckpoint('one'),
    spent: await journal.spent({ since: 0 }),
    outcomes: await journal.outcomes({ provider: 'one', since: 0 }),
  };
}

const buyOne = async (journal: Journal, name: string): Promise<void> => {
  await journal.append(event(name, intent(`w-${name}`, name)));
  await journal.append(event(name, bought(orderOf(name, name))));
};

/** Every file beside the journal, with its bytes. */
const contents = (file: string): unknown =>
  readdirSync(dirname(file)).map((name) => {
    const path = join(dirname(file), name);
    return [name, readFileSync(path, 'hex'), statSync(path).mtimeMs];
  });

test('a reader sees what the owner in another process has written so far, and writes nothing', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  const before = contents(file);
  const reader = readJournal({ file });
  expect(await reader.list({})).toMatchObject([{ id: 'one', state: 'open' }]);
  expect(await reader.spent({ since: 0 })).toEqual([{ amount: '0.105', currency: 'USD' }]);
  expect(contents(file)).toEqual(before);
  owner.tell('buy two');
  await owner.heard('done buy two');
  expect(await reader.list({})).toHaveLength(2);
  expect(await reader.spent({ since: 0 })).toEqual([{ amount: '0.21', currency: 'USD' }]);
  owner.tell('close');
  await owner.heard('done close');
  expect(await reader.findOrder({ provider: 'two', id: 'two' })).toMatchObject({ number: 2 });
  // The next owner is not kept out by who reads, and is read as well.
  const journal = sqliteJournal({ file });
  await buyOne(journal, 'three');
  expect(await told(reader)).toEqual(await told(journal));
  await journal.close();
  expect(await reader.list({})).toHaveLength(3);
  await reader.close();
  await reader.close();
  await expect(reader.list({})).rejects.toMatchObject({ code: 'CLOSED' });
});

test('a reader of a closed journal creates nothing, and sees the owner that comes', async () => {
  const file = freshFile();
  const first = sqliteJournal({ file });
  await buyOne(first, 'one');
  await first.close();
  const before = contents(file);
  const reader = readJournal({ file });
  expect(await reader.list({})).toHaveLength(1);
  expect(contents(file)).toEqual(before);
  const second = sqliteJournal({ file });
  await buyOne(second, 'two');
  expect(await reader.list({})).toHaveLength(2);
  await second.close();
  await reader.close();
});

test.each(['with the index of its log', 'by an older version, without that index'])(
  'a reader of a journal that was killed %s sees its last write and changes nothing',
  async (how) => {
    const file = freshFile();
    const owner = spawnScript('owner.ts', file);
    await owner.heard('bought 0-9');
    const acknowledged = await owner.kill();
    if (how.includes('without')) rmSync(`${file}-shm`);
    const before = contents(file);
    const reader = readJournal({ file });
    const bought = acknowledged.filter((line) => line.startsWith('bought '));
    const known = (await reader.list({ states: ['open'] })).map(({ id }) => `bought ${id}`);
    expect(known).toEqual(expect.arrayContaining(bought));
    await reader.close();
    expect(contents(file)).toEqual(before);
    const journal = sqliteJournal({ file });
    expect(journal.wasLeft).toBe(true);
    await journal.close();
  },
);

test('a reader and a backup wait for an index of the log that is being written', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  const reader = readJournal({ file });
  const writer = spawnScript('index-writer.ts', file);
  await writer.heard('begun');
  for (let n = 0; n < 500; n += 1) expect(await reader.list({})).toHaveLength(1);
  for (let n = 0; n < 20; n += 1) {
    const to = freshFile();
    await backupJournal({ file, to });
    const copy = readJournal({ file: to });
    expect(await copy.list({})).toHaveLength(1);
    await copy.close();
  }
  await reader.close();
});

test('an index of the log that a killed owner left half written is not read by', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  const early = readJournal({ file });
  await owner.kill();
  await spawnScript('index-writer.ts', file, 'killed').ended;
  expect(await early.list({})).toHaveLength(1);
  const late = readJournal({ file });
  expect(await late.list({})).toHaveLength(1);
  for (const reader of [early, late]) await reader.close();
});

test('what the owner forgets is in none of its files, though somebody has read it', async () => {
  const file = freshFile();
  const journal = sqliteJournal({ file });
  await buyOne(journal, 'one');
  const reader = readJournal({ file });
  await reader.list({});
  const report = { id: 'one', status: 'finished', messages: [{ code: '918273645' }] } as const;
  await journal.append(event('one', { kind: 'reported', report }));
  await reader.list({});
  expect(await journal.forget(Date.now())).toBe(1);
  for (const part of ['', '-wal']) expect(readFileSync(file + part, 'latin1')).not.toContain('918273645');
  await reader.close();
  await journal.close();
});

test('a file that is missing, empty, another program’s or newer is refused and not touched', () => {
  const file = freshFile();
  expect(() => readJournal({ file })).toThrow('a file that is there');
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, '');
  expect(() => readJournal({ file })).toThrow('empty or belongs to another program');
  writeFileSync(file, 'this is no database at all, only text'.repeat(100));
  expect(() => readJournal({ file })).toThrow('damaged or no journal');
  expect(readdirSync(dirname(file))).toEqual(['orders.db']);
});

test('what was read beside a half written index is read anew once its owner writes on', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  // As where the owner's machine halts it at that moment.
  await spawnScript('index-writer.ts', file, 'killed').ended;
  const reader = readJournal({ file });
  expect(await reader.list({})).toHaveLength(1);
  owner.tell('buy two');
  await owner.heard('done buy two');
  expect(await reader.list({})).toHaveLength(2);
  await reader.close();
});
