import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { money } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, paperProvider, syncAtOnce, virtualClock } from '@numroute/testkit';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { linesOf } from '../../../journal/test/crashed.ts';
import { freshFile } from '../../../journal/test/folder.ts';

syncAtOnce();

// Processes of their own take long to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const telegram = { service: 'telegram', country: 'EE' };
const whatsapp = { service: 'whatsapp', country: 'EE' };
const maxPrice = money('1', 'USD');
const PARTS = ['', '-wal', '-shm', '.owner', '.lock'];

/** A router that has bought one number, over a journal in a folder of its own. */
async function openShop() {
  const folder = join(dirname(freshFile()), 'data');
  mkdirSync(folder);
  const file = join(folder, 'orders.db');
  const clock = virtualClock();
  const offers = [telegram, whatsapp].map((want) => ({ ...want, price: '0.1', stock: 9 }));
  const world = createWorld({ currency: 'USD', clock, offers });
  const journal = sqliteJournal({ file });
  const router = createRouter({ clock, providers: [paperProvider(world, { id: 'one' })], journal });
  const order = await clock.runUntil(router.buy(telegram, { maxPrice }));
  return { folder, file, clock, world, journal, router, order };
}

interface Loss {
  readonly name: string;
  readonly happens: (file: string, folder: string) => void;
  readonly says: string;
  /** What close says; absent: the file is whole and at its path. */
  readonly atClose?: string;
}

const gone = 'the file is gone from its path';
const losses: readonly Loss[] = [
  {
    name: 'the journal is deleted',
    happens: (file) => {
      for (const part of PARTS) rmSync(file + part);
    },
    says: gone,
    atClose: gone,
  },
  { name: 'its file alone is deleted', happens: (file) => rmSync(file), says: gone, atClose: gone },
  {
    name: 'its folder is deleted',
    happens: (_, folder) => rmSync(folder, { recursive: true }),
    says: gone,
    atClose: gone,
  },
  {
    name: 'its folder is renamed',
    happens: (_, folder) => renameSync(folder, `${folder}.old`),
    says: gone,
    atClose: gone,
  },
  {
    name: 'another folder takes the place of its own',
    happens: (file, folder) => {
      renameSync(folder, `${folder}.old`);
      mkdirSync(folder);
      const other = sqliteJournal({ file });
      onTestFinished(() => other.close());
    },
    says: 'another file lies at its path',
    atClose: 'another file lies at its path',
  },
  {
    name: 'another file takes its place',
    happens: (file) => {
      const bytes = readFileSync(file);
      rmSync(file);
      writeFileSync(`${file}.other`, bytes, { mode: 0o600 });
      renameSync(`${file}.other`, file);
    },
    says: 'another file lies at its path',
    atClose: 'another file lies at its path',
  },
  {
    name: 'its log is deleted',
    happens: (file) => rmSync(`${file}-wal`),
    says: 'orders.db-wal was deleted or replaced',
  },
  {
    name: 'the index of its log is deleted',
    happens: (file) => rmSync(`${file}-shm`),
    says: 'orders.db-shm was deleted or replaced',
  },
  {
    name: 'the file of its owner is deleted',
    happens: (file) => rmSync(`${file}.owner`),
    says: 'orders.db.owner was deleted or replaced',
  },
];

describe('while a process buys,', () => {
  test.each(losses)(
    '$name: nothing more is bought, and what was is cancelled',
    async ({ happens, says, atClose }) => {
      const { folder, file, clock, world, journal, router, order } = await openShop();
      happens(file, folder);
      const refused = clock.runUntil(router.buy(whatsapp, { maxPrice }));
      await expect(refused).rejects.toThrow(`nothing is bought: ${atClose ? says : ''}`);
      await expect(clock.runUntil(router.buy(whatsapp, { maxPrice }))).rejects.toThrow(says);
      expect(world.orders).toHaveLength(1);
      // What a vendor says of an order is written to the open file.
      expect(await clock.runUntil(router.cancel(order))).toMatchObject({ status: 'cancelled' });
      expect(await journal.list({ states: ['cancelled'] })).toHaveLength(1);
      const lines = await linesOf(journal);
      await router.close();
      if (atClose) {
        await expect(journal.close()).rejects.toMatchObject({
          code: 'OUTCOME_UNKNOWN',
          message: expect.stringMatching(
            new RegExp(`^journal: ${file}: what was written last may be lost: ${atClose}`),
          ),
        });
      } else await journal.close();
      const left = atClose ? join(`${folder}.old`, 'orders.db') : file;
      if (!existsSync(left)) return;
      const next = sqliteJournal({ file: left });
      expect(await linesOf(next)).toEqual(lines);
      await next.close();
    },
  );

  test('closing touches nothing of the journal that lies at its path by now', async () => {
    const { folder, file, journal, router } = await openShop();
    renameSync(folder, `${folder}.old`);
    mkdirSync(folder);
    const other = sqliteJournal({ file });
    await other.openWant({ id: 'w', print: '{}', at: 1 });
    const before = readdirSync(folder);
    await router.close();
    await expect(journal.close()).rejects.toThrow('another file lies at its path');
    expect(readdirSync(folder)).toEqual(before);
    expect(readdirSync(`${folder}.old`)).toEqual(before);
    await other.openWant({ id: 'v', print: '{}', at: 1 });
    await other.close();
  });

  test('a journal that is put back as it was goes on', async () => {
    const { folder, clock, world, journal, router } = await openShop();
    renameSync(folder, `${folder}.old`);
    await expect(clock.runUntil(router.buy(whatsapp, { maxPrice }))).rejects.toThrow(gone);
    renameSync(`${folder}.old`, folder);
    expect(await clock.runUntil(router.buy(whatsapp, { maxPrice }))).toMatchObject({ status: 'open' });
    expect(world.orders).toHaveLength(2);
    await router.close();
    await journal.close();
  });

  test('what a deleted journal held can be copied out of the process that has it open', async () => {
    const { file, folder, journal, router } = await openShop();
    rmSync(folder, { recursive: true });
    const to = freshFile();
    await journal.backup(to);
    const lines = await linesOf(journal);
    await router.close();
    await expect(journal.close()).rejects.toThrow(gone);
    expect(existsSync(file)).toBe(false);
    const next = sqliteJournal({ file: to });
    expect(await linesOf(next)).toEqual(lines);
    await next.close();
  });
});
