import { type EntryFilter, type Journal, memoryJournal, pagesOf } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test } from 'vitest';

const { event, intent } = samples;

/** So many refused purchases, one a millisecond; it notes what is asked of it. */
async function journalOf(attempts: number) {
  const journal = memoryJournal({ acceptOrphans: true });
  for (let n = 1; n <= attempts; n += 1) {
    await journal.append(event(`a${n}`, intent(`w${n}`), n));
    await journal.append(event(`a${n}`, { kind: 'refused', code: 'X', message: '' }, n));
  }
  const asked: EntryFilter[] = [];
  const list: Journal['list'] = async (filter) => {
    asked.push(filter);
    return await journal.list(filter);
  };
  return { list, asked };
}

async function numbersOf(journal: Pick<Journal, 'list'>, filter: EntryFilter): Promise<number[]> {
  const numbers: number[] = [];
  for await (const page of pagesOf(journal, filter)) numbers.push(...page.map(({ number }) => number));
  return numbers;
}

test('the past is read in pages, from either end, and each looks at 500 numbers at most', async () => {
  const { list, asked } = await journalOf(1_203);
  const all = Array.from({ length: 1_203 }, (_, n) => n + 1);
  expect(await numbersOf({ list }, {})).toEqual(all);
  expect(await numbersOf({ list }, { newestFirst: true })).toEqual(all.toReversed());
  expect(await numbersOf({ list }, { newestFirst: true, before: 701 })).toEqual(
    all.slice(0, 700).toReversed(),
  );
  // Nothing fits, and still no question looks at more.
  expect(await numbersOf({ list }, { service: 'whatsapp' })).toEqual([]);
  const pages = asked.filter(({ most }) => most === undefined);
  expect(pages).toHaveLength(3 + 3 + 2 + 3);
  for (const { after = 0, before = Number.NaN } of pages) expect(before - after - 1).toBeLessThanOrEqual(500);
});

test('a span of time is found first, and nothing outside of it is looked at', async () => {
  const { list, asked } = await journalOf(1_203);
  expect(await numbersOf({ list }, { sentSince: 1_000, sentUntil: 1_003 })).toEqual([1_000, 1_001, 1_002]);
  expect(await numbersOf({ list }, { sentSince: 5_000 })).toEqual([]);
  expect(asked.filter(({ most }) => most === undefined)).toEqual([
    { sentSince: 1_000, sentUntil: 1_003, after: 999, before: 1_003 },
  ]);
  // Each end by its own end of the time: what lies between may be most of the journal.
  expect(asked.slice(0, 2)).toEqual([
    { sentSince: 1_000, most: 1 },
    { sentUntil: 1_003, most: 1, newestFirst: true },
  ]);
});

test('others have a turn between two pages', async () => {
  const { list } = await journalOf(1_001);
  let turns = 0;
  const count = (): void => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  await numbersOf({ list }, {});
  clearImmediate(next);
  expect(turns).toBeGreaterThanOrEqual(3);
});
