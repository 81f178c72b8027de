import { type Journal, memoryJournal, sqliteJournal } from '@numroute/journal';
import { journalCases } from '@numroute/journal/kit';
import { describe, expect, test } from 'vitest';
import { freshFile } from './folder.ts';

const journals: readonly [string, () => Journal][] = [
  ['memoryJournal', () => memoryJournal({ acceptOrphans: true })],
  ['sqliteJournal', () => sqliteJournal({ file: freshFile() })],
];

describe.each(journals)('%s', (_name, create) => {
  test.each(journalCases)('$name', async ({ run }) => {
    const journal = create();
    await run(journal);
    await journal.close?.();
  });
});

const hourOf = (time: number): number => Math.floor(time / 3_600_000) * 3_600_000;

describe('the kit itself', () => {
  type Broken = readonly [string, (journal: Journal) => Partial<Journal>];
  const broken: readonly Broken[] = [
    ['acknowledges without writing', () => ({ append: async () => ({}) as never })],
    ['lets a second key in', () => ({ openWant: async (want) => want })],
    ['forgets nothing', () => ({ forget: async () => 1 })],
    ['lists everything', (journal) => ({ list: () => journal.list({}) })],
    ['knows no filter by buyer', (journal) => ({ list: ({ buyer: _any, ...rest }) => journal.list(rest) })],
    ['knows no key', (journal) => ({ list: ({ key: _any, ...rest }) => journal.list(rest) })],
    ['knows no service', (journal) => ({ list: ({ service: _any, ...rest }) => journal.list(rest) })],
    ['knows no country', (journal) => ({ list: ({ country: _any, ...rest }) => journal.list(rest) })],
    ['knows no end of time', (journal) => ({ list: ({ sentUntil: _any, ...rest }) => journal.list(rest) })],
    ['pages only forward', (journal) => ({ list: ({ before: _any, ...rest }) => journal.list(rest) })],
    [
      'tells the oldest first whatever is asked',
      (journal) => ({ list: ({ newestFirst: _any, ...rest }) => journal.list(rest) }),
    ],
    ['counts every buyer', (journal) => ({ spent: ({ buyer: _any, ...rest }) => journal.spent(rest) })],
    [
      'believes no promise',
      (journal) => ({ spent: ({ takesPromise: _any, ...rest }) => journal.spent(rest) }),
    ],
    [
      'counts from whole hours on',
      (journal) => ({ spent: (filter) => journal.spent({ ...filter, since: hourOf(filter.since) }) }),
    ],
    ['knows no market', (journal) => ({ outcomes: ({ market: _any, ...rest }) => journal.outcomes(rest) })],
    [
      'takes the order that was written last for the newer one',
      (journal) => {
        const latest = new Map<string, string>();
        return {
          append: async (event) => {
            const entry = await journal.append(event);
            if (entry.order) latest.set(`${entry.offer.provider} ${entry.order.id}`, entry.id);
            return entry;
          },
          findOrder: async ({ provider, id }) =>
            await journal.findAttempt(latest.get(`${provider} ${id}`) ?? ''),
        };
      },
    ],
    ['exports nothing', () => ({ exportLines: async function* () {} })],
    [
      'keeps the first note',
      (journal) => ({
        writeNote: async (name, text) => {
          if (text === undefined || !(await journal.readNotes(name)).has(name))
            await journal.writeNote(name, text);
        },
      }),
    ],
    [
      'takes no note away',
      (journal) => ({
        writeNote: async (name, text) => {
          if (text !== undefined) await journal.writeNote(name, text);
        },
      }),
    ],
    ['tells every note', (journal) => ({ readNotes: () => journal.readNotes('') })],
    [
      'keeps the first anchor',
      (journal) => {
        let first = true;
        return {
          writeCheckpoint: async (provider, anchor) => {
            if (provider !== 'one' || first) await journal.writeCheckpoint(provider, anchor);
            first = false;
          },
        };
      },
    ],
  ];
  test.each(broken)('sees a journal that %s', async (_how, change) => {
    const results = await Promise.allSettled(
      journalCases.map(({ run }) => {
        const journal = memoryJournal({ acceptOrphans: true });
        return run({ ...journal, ...change(journal) });
      }),
    );
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
  });
});
