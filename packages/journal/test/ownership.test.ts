import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { ownerOf, rescueEvents, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { linesOf } from './crashed.ts';
import { freshFile } from './folder.ts';
import { spawnScript } from './spawned.ts';

// Processes of their own take long to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const { event, intent } = samples;

const open = (file: string): unknown => sqliteJournal({ file, lockTimeoutMs: 20 });
const linkTo = (file: string): string => {
  const link = `${dirname(file)}.link`;
  symlinkSync(dirname(file), link);
  onTestFinished(() => rmSync(link, { force: true }));
  return join(link, 'orders.db');
};

test.each(['read-all', 'copy-folder'])(
  'an owner that does %s with its own files keeps its journal',
  async (what) => {
    const file = freshFile();
    onTestFinished(() => rmSync(`${dirname(file)}.copy`, { recursive: true, force: true }));
    const owner = spawnScript('told-owner.ts', file);
    await owner.heard('open');
    owner.tell('buy first');
    owner.tell(what);
    await owner.heard(`done ${what}`);
    expect(() => open(file)).toThrow(`its owner is pid ${owner.child.pid}`);
    expect(() => open(linkTo(file))).toThrow(`its owner is pid ${owner.child.pid}`);
    owner.tell('buy second');
    await owner.heard('done buy second');
    await owner.kill();
    const journal = sqliteJournal({ file });
    expect(await linesOf(journal)).toHaveLength(4);
    await journal.close();
  },
);

test.skipIf(process.platform !== 'linux')(
  'who works with a journal is told without a lock, and nobody once it was killed',
  async () => {
    const file = freshFile();
    expect(ownerOf(file)).toBeUndefined();
    const owner = spawnScript('told-owner.ts', file);
    await owner.heard('open');
    expect(ownerOf(file)).toBe(owner.child.pid);
    await owner.kill();
    expect(ownerOf(file)).toBeUndefined();
  },
);

test('a process that opens another one’s journal after its lock is gone is refused while the owner lives', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  rmSync(`${file}.lock`);
  expect(() => open(file)).toThrow(`its owner is pid ${owner.child.pid}`);
  owner.tell('buy one');
  expect(await owner.heard('failed buy one')).toContain('orders.db.lock was deleted or replaced');
});

test('an owner whose journal another process has taken over buys no more, and its facts are still written', async () => {
  const file = freshFile();
  const journal = sqliteJournal({ file });
  await journal.append(event('a', intent()));
  // Nothing is left that names the owner.
  for (const part of ['.lock', '.owner']) renameSync(file + part, `${file + part}.away`);
  const second = spawnScript('told-owner.ts', file);
  await second.heard('open');
  for (const part of ['.lock', '.owner']) {
    // The files that the first one knows, and the second one's word in them.
    const word = readFileSync(file + part);
    renameSync(`${file + part}.away`, file + part);
    writeFileSync(file + part, word);
  }
  await expect(journal.append(event('b', intent('two', 'two')))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('another process has taken the journal over'),
  });
  await journal.append(event('a', { kind: 'refused', code: 'X', message: '' }));
  await journal.close();
  second.tell('buy c');
  await second.kill();
  const third = sqliteJournal({ file });
  expect(await third.history('a')).toHaveLength(2);
  await third.close();
});

test('in one process, a journal is open once by whatever name and in whatever thread', async () => {
  const file = freshFile();
  const journal = sqliteJournal({ file });
  await journal.append(event('a', intent()));
  const linked = linkTo(file);
  expect(() => open(linked)).toThrow(`its owner is this one (pid ${process.pid})`);
  expect(() => rescueEvents(linked)).toThrow('not open here');
  readFileSync(file);
  readFileSync(`${file}.lock`);
  const script = join(import.meta.dirname, 'told-owner.ts');
  const worker = new Worker(script, { argv: [file], execArgv: ['--conditions=@numroute/source'] });
  const said = await new Promise((resolve) => {
    worker.once('error', resolve);
    worker.once('exit', resolve);
  });
  expect(String(said)).toContain(`its owner is this one (pid ${process.pid})`);
  await journal.append(event('b', intent('two', 'two')));
  await journal.close();
});

/** Line 3 of an owner file: start of the process, boot, namespace, journal, token. */
const PLACE = 28;

test.each([
  ['whose pid is another process’s by now', 0, '1'],
  ['of an earlier start of the machine', 1, '00000000'],
  ['in another container', 2, '1'],
])('an owner %s keeps nobody out', async (_which, part, other) => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  const said = readFileSync(`${file}.owner`, 'latin1');
  await owner.kill();
  // As the kernel would: that pid is alive again.
  const living = spawnScript('told-owner.ts', freshFile());
  await living.heard('open');
  const name = said.slice(PLACE).trim().split(' ');
  name[part] = other;
  const line = `${String(living.child.pid).padEnd(10)}\n`;
  writeFileSync(`${file}.owner`, `${line}${said.slice(11, PLACE)}${name.join(' ').padEnd(110)}\n`);
  const journal = sqliteJournal({ file });
  expect(journal.wasLeft).toBe(true);
  expect(await linesOf(journal)).toHaveLength(2);
  await journal.close();
});

test('a process that was refused and lives on does not stand in the way of the next one', async () => {
  const file = freshFile();
  const owner = spawnScript('owner.ts', file);
  await owner.heard('bought 0-99');
  await owner.kill();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x5a, 4_096));
  expect(() => open(file)).toThrow('damaged');
  const script = join(import.meta.dirname, 'owner.ts');
  const next = spawnSync(process.execPath, ['--conditions=@numroute/source', script, file], {
    encoding: 'utf8',
  });
  expect(next.stderr).toContain('damaged');
  expect(next.stderr).not.toContain('its owner is');
});

test('files that were copied along with their owner file open elsewhere while the owner works', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  const folder = `${dirname(freshFile())}/copied`;
  mkdirSync(folder);
  for (const part of ['', '-wal', '-shm', '.owner', '.lock'])
    cpSync(file + part, join(folder, `orders.db${part}`));
  const journal = sqliteJournal({ file: join(folder, 'orders.db') });
  expect(await linesOf(journal)).toHaveLength(2);
  await journal.close();
});

test('a program that opens the file beside the owner neither deletes the log nor is in its way', async () => {
  const file = freshFile();
  const owner = spawnScript('told-owner.ts', file);
  await owner.heard('open');
  owner.tell('buy one');
  await owner.heard('done buy one');
  const other = new DatabaseSync(file);
  expect(other.prepare('SELECT count(*) AS n FROM event').get()).toEqual({ n: 2 });
  other.close();
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  owner.tell('buy two');
  await owner.heard('done buy two');
});
