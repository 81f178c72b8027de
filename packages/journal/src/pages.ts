import type { EntryFilter, Journal, JournalEntry } from './contract.ts';

/** Small enough that no read holds the event loop for long. */
const PAGE = 500;

/**
 * What `list` finds, in the same order, by pages of at most 500 entries. Each page looks at 500 numbers at
 * most, and others have a turn between two: however long the journal is, and however few of its attempts
 * fit. What is sent meanwhile is not in it.
 *
 * @throws {NumrouteError} As `list`.
 */
export async function* pagesOf(
  journal: Pick<Journal, 'list'>,
  filter: Omit<EntryFilter, 'most'>,
): AsyncGenerator<readonly JournalEntry[], void, undefined> {
  const { after = 0, before = Number.MAX_SAFE_INTEGER, newestFirst = false } = filter;
  const [first, last] = await endsOf(journal, filter);
  const [lowest, highest] = [Math.max(first, after + 1), Math.min(last, before - 1)];
  for (let at = 0; lowest + at <= highest; at += PAGE) {
    const above = newestFirst ? Math.max(highest - at - PAGE, lowest - 1) : lowest + at - 1;
    const below = newestFirst ? highest - at + 1 : Math.min(lowest + at + PAGE, highest + 1);
    await new Promise(setImmediate);
    const page = await journal.list({ ...filter, after: above, before: below });
    if (page.length > 0) yield page;
  }
}

/**
 * The lowest and the highest number of what an index knows; a lowest above the highest where there is none.
 * Each end is looked for by one end of the time alone, because a span is found by looking at all that is in it.
 */
async function endsOf(
  journal: Pick<Journal, 'list'>,
  { want, key, order, provider, sentSince, sentUntil }: EntryFilter,
): Promise<readonly [lowest: number, highest: number]> {
  const known = {
    ...(want !== undefined && { want }),
    ...(key !== undefined && { key }),
    ...(order !== undefined && { order }),
    ...(provider !== undefined && { provider }),
    most: 1,
  };
  const [first] = await journal.list({ ...known, ...(sentSince !== undefined && { sentSince }) });
  const until = sentUntil === undefined ? {} : { sentUntil };
  const [last] = await journal.list({ ...known, ...until, newestFirst: true });
  return first && last ? [first.number, last.number] : [1, 0];
}
