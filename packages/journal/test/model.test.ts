import {
  allows,
  type Happening,
  type Journal,
  memoryJournal,
  sqliteJournal,
  UNRESOLVED,
} from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { loadSqlite, pragma } from '../src/sqlite/file/engine.ts';
import { openFile } from '../src/sqlite/open.ts';
import { freshFile } from './folder.ts';

const { beside, bought, event, intent, orderOf } = samples;

/** Anything that can happen to attempt `name`, whether or not the lifecycle allows it. */
const happenings = (name: string): fc.Arbitrary<Happening> => {
  const report = fc.record({
    id: fc.constant(name),
    status: fc.constantFrom('open', 'delivered', 'finished', 'cancelled', 'expired', 'gone'),
    messages: fc.constantFrom([], [{ code: '0123' }], [{ code: '0123' }, { text: 'two' }]),
  } as const);
  return fc.oneof(
    fc
      .tuple(
        fc.constantFrom('w1', 'w2', 'w3'),
        fc.constantFrom('one', 'two'),
        fc.constantFrom(intent, beside),
      )
      .map(([want, at, begun]) => begun(want, at)),
    fc.constantFrom('one', 'two').map((at) => bought(orderOf(name, at))),
    fc.constant(samples.surplus(orderOf(name))),
    fc.constant<Happening>({ kind: 'refused', code: 'REJECTED', message: 'no' }),
    fc.constant<Happening>({ kind: 'unheard', message: 'lost' }),
    fc.constantFrom('absent', 'lost', 'disputed').map((kind): Happening => ({ kind, evidence: 'e' })),
    report.map((one): Happening => ({ kind: 'reported', report: one })),
    fc.constant<Happening>({ kind: 'cancel-wanted', why: 'late', insist: true, notBefore: 5 }),
    fc.constant<Happening>({ kind: 'cancel-asked' }),
    fc.constantFrom('refund-seen', 'refund-missing').map((kind): Happening => ({ kind, evidence: 'e' })),
  );
};

const told = async (journal: Journal): Promise<unknown> => ({
  entries: await journal.list({}),
  unresolved: await journal.list({ states: UNRESOLVED }),
  order: await journal.findOrder({ provider: 'one', id: 'a' }),
  histories: await Promise.all(['a', 'b', 'c'].map((name) => journal.history(name))),
});

test('property: over any life it says what memory says, reopened or not', async () => {
  const step = fc
    .constantFrom('a', 'b', 'c')
    .chain((name) => happenings(name).map((what) => event(name, what)));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(step, { freq: 20 }), { maxLength: 40 }), async (steps) => {
      const file = freshFile();
      const memory = memoryJournal({ acceptOrphans: true });
      let journal = sqliteJournal({ file });
      try {
        for (const one of steps) {
          if (one) {
            const results = await Promise.allSettled([memory.append(one), journal.append(one)]);
            const [left, right] = results.map((result) =>
              result.status === 'fulfilled' ? result.value : result.reason.code,
            );
            expect(right).toEqual(left);
          } else {
            await journal.close();
            journal = sqliteJournal({ file });
          }
        }
        expect(await told(journal)).toEqual(await told(memory));
        for (const entry of await journal.list({})) {
          expect(allows(entry.state, 'intent')).toBe(false);
        }
      } finally {
        await journal.close();
      }
    }),
    { numRuns: 60 },
  );
});

test('every open file syncs where the log begins anew, lets others read, trusts no schema and overwrites what is deleted', () => {
  const file = freshFile();
  for (const _again of [1, 2]) {
    const { database, release } = openFile(file, 0);
    const found = [
      'synchronous',
      'journal_mode',
      'locking_mode',
      'foreign_keys',
      'trusted_schema',
      'secure_delete',
    ].map((name) => pragma(database, name));
    expect(found).toEqual([1, 'wal', 'normal', 1, 0, 1]);
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
