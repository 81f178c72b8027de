import { allPages, dataOf, type Reply, type Said, type Send, unexpected } from '@numroute/http';
import * as v from 'valibot';

const LONGEST_PAGE = 1_048_576;

type Query = Readonly<Record<string, string>>;

/**
 * Every row of a list, the newest first. Of the link to the next page only what it asks for is taken, and it is
 * asked for here.
 */
export async function rowsOf<T>(
  send: Send,
  path: readonly string[],
  query: Query,
  row: v.GenericSchema<unknown, T>,
  said: (reply: Reply) => Said | undefined = () => undefined,
): Promise<readonly T[]> {
  const page = v.object({
    data: v.array(row),
    hasNext: v.boolean(),
    links: v.nullish(v.object({ next: v.nullish(v.object({ href: v.nullish(v.string()) })) })),
  });
  return await allPages(async (after?: string) => {
    const more = Object.fromEntries(new URLSearchParams(after));
    const reply = await send({ path, query: { ...query, ...more }, maxBytes: LONGEST_PAGE });
    const { data, hasNext, links } = dataOf(reply, page, said(reply));
    if (!hasNext) return { rows: data };
    const next = URL.parse(links?.next?.href ?? '', 'https://x.invalid')?.search.slice(1);
    if (!next) throw unexpected(reply, 'links.next');
    return { rows: data, next };
  });
}
