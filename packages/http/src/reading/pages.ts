import { NumrouteError } from '@numroute/core';

const MOST_PAGES = 1000;

/**
 * Every row of every page, or an error: a list without one page would be taken for all there is.
 *
 * @param read One page; `next` is what the following page is asked by, and absent behind the last one.
 * @throws {NumrouteError} UNREADABLE The pages do not end, or one is asked for twice.
 */
export async function allPages<T, C extends string | number>(
  read: (cursor?: C) => Promise<{ readonly rows: readonly T[]; readonly next?: C }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  const asked = new Set<C>();
  let cursor: C | undefined;
  do {
    const { rows, next } = await read(cursor);
    all.push(...rows);
    if (next !== undefined && (asked.has(next) || asked.size === MOST_PAGES))
      throw new NumrouteError('UNREADABLE', 'the pages of the list do not end', { vendorWord: String(next) });
    if (next !== undefined) asked.add(next);
    cursor = next;
  } while (cursor !== undefined);
  return all;
}
