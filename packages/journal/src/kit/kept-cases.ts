import { strictEqual as is, deepStrictEqual as same } from 'node:assert';
import type { JournalCase } from './cases.ts';

/** What a journal promises of what is kept in it beside the purchases. */
export const keptCases: readonly JournalCase[] = [
  {
    name: 'the latest anchor of a provider is kept',
    run: async (journal) => {
      const unexplained = { moved: { amount: '-0.20', currency: 'USD' }, among: ['a'] };
      const anchor = {
        balance: { amount: '10.50', currency: 'USD' },
        at: 5,
        held: ['a'],
        through: 3,
        unexplained,
      };
      is(await journal.readCheckpoint('one'), undefined);
      await journal.writeCheckpoint('one', anchor);
      await journal.writeCheckpoint('two', { ...anchor, at: 6 });
      await journal.writeCheckpoint('one', { ...anchor, at: 7, held: [] });
      same(await journal.readCheckpoint('one'), { ...anchor, at: 7, held: [] });
    },
  },
  {
    name: 'the latest note of a name is kept, until it is taken away',
    run: async (journal) => {
      same([...(await journal.readNotes(''))], []);
      await journal.writeNote('shop/b', 'first');
      await journal.writeNote('shop/b', 'a "second"\nwith a line');
      await journal.writeNote('shop/a', '');
      await journal.writeNote('shopping', 'else');
      same(
        [...(await journal.readNotes('shop/'))],
        [
          ['shop/a', ''],
          ['shop/b', 'a "second"\nwith a line'],
        ],
      );
      await journal.writeNote('shop/b', undefined);
      await journal.writeNote('shop/none', undefined);
      same(
        [...(await journal.readNotes('shop'))],
        [
          ['shop/a', ''],
          ['shopping', 'else'],
        ],
      );
    },
  },
];
