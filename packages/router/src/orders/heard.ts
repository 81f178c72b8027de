import type { Happening, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { News } from '../polling/index.ts';

/**
 * What is written down of the poller's news about an order; undefined where nothing is to be believed yet.
 *
 * @param order The vendor's id of it.
 */
export function heardOf(
  news: News,
  { notFound }: Account,
  entry: Pick<JournalEntry, 'id' | 'sentAt' | 'sentUp'>,
  order: string,
): Happening | undefined {
  if (news.kind === 'report') {
    const { report, listed } = news;
    notFound.affirmed(entry.id);
    return { kind: 'reported', report, ...(listed && { aside: true }) };
  }
  // Silence in between says nothing; only another answer does.
  return news.error.code === 'UNKNOWN_ORDER' && notFound.denied(entry) ? gone(order) : undefined;
}

/** The vendor has the order no more; that proves nothing about the money. */
export function gone(order: string): Happening {
  return { kind: 'reported', report: { id: order, status: 'gone', messages: [] } };
}
