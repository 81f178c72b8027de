import { sqliteJournal } from '@numroute/journal';
import { memoryJournal } from '@numroute/router';
import { expect, test, vi } from 'vitest';
import { loadSqlite } from '../src/engine.ts';
import { openFile } from '../src/open.ts';
import { pragma } from '../src/schema.ts';
import { freshFile } from './folder.ts';
import { intentOf, orderOf } from './samples.ts';

test('over many random lives it says what memory says, reopened or not', async () => {
  // A fixed seed: a failure can be seen again.
  let seed = 42;
  const upTo = (n: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const file = freshFile();
  const memory = memoryJournal();
  let journal = sqliteJournal({ file });
  const pending = new Map<string, string>();
  const statuses = ['open', 'delivered', 'finished', 'cancelled', 'gone'] as const;
  for (let n = 0; n < 400; n += 1) {
    const provider = `p${upTo(4)}`;
    const attempt = pending.get(provider);
    for (const each of [memory, journal]) {
      if (attempt === undefined) await each.writeIntent(intentOf(`a${n}`, provider));
    }
    if (attempt === undefined) pending.set(provider, `a${n}`);
    else {
      const kind = (['bought', 'refused', 'unknown'] as const)[upTo(3)] ?? 'unknown';
      const outcome =
        kind === 'bought'
          ? { kind, order: orderOf(`o${n}`, provider), adopted: false }
          : { kind, code: 'REJECTED', message: 'no' };
      for (const each of [memory, journal]) await each.writeOutcome(attempt, outcome);
      if (kind !== 'unknown') pending.delete(provider);
    }
    const open = await memory.listOpenOrders();
    const chosen = open[upTo(open.length)];
    if (chosen && upTo(2) === 0) {
      const next = { ...chosen, status: statuses[upTo(5)] ?? 'open' };
      for (const each of [memory, journal]) await each.writeOrder(next);
    }
    if (upTo(20) === 0) {
      await journal.close();
      journal = sqliteJournal({ file });
    }
    const byId = <T extends { id: string }>(orders: readonly T[]): T[] =>
      orders.toSorted((left, right) => (left.id < right.id ? -1 : 1));
    expect(byId(await journal.listOpenOrders())).toEqual(byId(await memory.listOpenOrders()));
    expect(await journal.listUnresolved()).toEqual(await memory.listUnresolved());
  }
  await journal.close();
});

test('every open file syncs fully, locks alone and trusts no schema', () => {
  const file = freshFile();
  for (const _again of [1, 2]) {
    const { database, release } = openFile(file, 0);
    const found = ['synchronous', 'journal_mode', 'locking_mode', 'foreign_keys', 'trusted_schema'].map(
      (name) => pragma(database, name),
    );
    expect(found).toEqual([2, 'wal', 'exclusive', 1, 0]);
    release();
  }
});

test('a Node without SQLite is named as the reason', () => {
  const spy = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
  try {
    expect(loadSqlite).toThrow('Node 22.19 or newer');
  } finally {
    spy.mockRestore();
  }
});
