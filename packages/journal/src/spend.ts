import { type Money, NumrouteError } from '@numroute/core';
import type { EntryFilter, Journal, JournalEntry } from './contract.ts';
import { type SpendRow, SpendSums } from './counting/spend-row.ts';
import { pagesOf } from './pages.ts';

/** By what attempts are grouped. Days and months are those of the time at which they were sent. */
export const SPEND_BY = ['provider', 'service', 'country', 'buyer', 'day', 'month'] as const;
/** What one row of a sum stands for. */
export type SpendBy = (typeof SPEND_BY)[number];

/** How what was spent is told. */
export interface SpendOptions {
  /** Absent: all attempts together. */
  readonly by?: SpendBy;
  /** Whose days and months, such as `Europe/Berlin`. @default 'UTC' */
  readonly zone?: string;
  /** What the reader pays for what an attempt cost. @default that */
  readonly priceOf?: (cost: Money) => Money;
}

/**
 * What attempts cost, by group and currency, read by pages: however long the journal is, others have a turn.
 *
 * A buyer is found as `spent` finds it: what one request bought beyond its want counts for the buyer of the
 * account's latest purchase before it.
 *
 * @throws {NumrouteError} INVALID_INPUT There is no such zone, or an attempt has no amount that can be read.
 */
export async function spendOf(
  journal: Pick<Journal, 'list' | 'findWant'>,
  filter: Omit<EntryFilter, 'most' | 'newestFirst'> = {},
  { by, zone = 'UTC', priceOf }: SpendOptions = {},
): Promise<readonly SpendRow[]> {
  const groupOf = groupingBy(by, zone, journal);
  const sums = new SpendSums();
  for await (const page of pagesOf(journal, filter))
    for (const entry of page) sums.add(entry, await groupOf(entry), priceOf);
  return sums.rows();
}

type Grouping = (entry: JournalEntry) => string | undefined | Promise<string | undefined>;

function groupingBy(
  by: SpendBy | undefined,
  zone: string,
  journal: Pick<Journal, 'list' | 'findWant'>,
): Grouping {
  switch (by) {
    case undefined:
      return () => undefined;
    case 'provider':
    case 'service':
    case 'country':
      return ({ offer }) => offer[by];
    case 'buyer':
      return (entry) => buyerOf(journal, entry);
    case 'day':
    case 'month': {
      const dayOf = daysIn(zone);
      return ({ sentAt }) => dayOf(sentAt).slice(0, by === 'day' ? 10 : 7);
    }
  }
}

async function buyerOf(
  journal: Pick<Journal, 'list' | 'findWant'>,
  { want, number, offer }: JournalEntry,
): Promise<string | undefined> {
  if (want !== undefined) return (await journal.findWant(want))?.buyer;
  const earlier = pagesOf(journal, { provider: offer.provider, before: number, newestFirst: true });
  for await (const page of earlier) {
    const latest = page.find((entry) => entry.want !== undefined);
    if (latest) return await buyerOf(journal, latest);
  }
  return undefined;
}

/** A time as `2026-11-30`. */
function daysIn(zone: string): (time: number) => string {
  if (zone === 'UTC') return (time) => new Date(time).toISOString();
  try {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
    return (time) => format.format(time);
  } catch {
    throw NumrouteError.input('zone', 'a time zone such as Europe/Berlin', JSON.stringify(zone));
  }
}
