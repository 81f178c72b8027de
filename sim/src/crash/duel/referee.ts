import { needsLease } from '@numroute/journal';
import type { PostgresJournal } from '@numroute/postgres';
import pg from 'pg';
import type { Market } from '../market.ts';
import { type CrashVerdict, judgeCrashes } from '../verdict.ts';
import type { DuelWord } from './plan.ts';

export interface DuelVerdict extends CrashVerdict {
  /** Written before a request, under a fence that another owner had passed. */
  readonly old: readonly string[];
  /** A request of one owner at a vendor after one of the next owner. */
  readonly owners: readonly string[];
  /** Leases that somebody else released. */
  readonly stolen: readonly string[];
}

/** What the processes said of their leases and of the vendors' replies. */
export interface Notes {
  readonly heard: (word: DuelWord) => void;
  /** Orders that a process has read of. */
  readonly bought: ReadonlySet<string>;
  readonly stolen: readonly string[];
}

export function takeNotes(): Notes {
  const bought = new Set<string>();
  const stolen: string[] = [];
  const released = new Set<number>();
  let last = 0;
  return {
    bought,
    stolen,
    heard: (word) => {
      if (word.kind === 'bought') bought.add(word.order);
      else if (word.kind === 'released') released.add(word.fence);
      else if (word.kind === 'owner') {
        if (last > 0 && !word.wasLeft && !released.has(last))
          stolen.push(`${word.name} took fence ${word.fence}: ${last} was released, and not by its owner`);
        last = Math.max(last, word.fence);
      }
    },
  };
}

/** By the vendors' own logs, and the journal. */
export async function judgeDuel({
  journal,
  url,
  market,
  notes,
  lostReplies,
}: {
  readonly journal: PostgresJournal;
  readonly url: string;
  readonly market: Market;
  readonly notes: Notes;
  /** Replies that a process read just before it was killed. */
  readonly lostReplies: ReadonlySet<string>;
}): Promise<DuelVerdict> {
  const verdict = await judgeCrashes(journal, market);
  const unwritten = [...notes.bought].filter((order) => !verdict.known.has(order) && !lostReplies.has(order));
  return {
    ...verdict,
    forgotten: [
      ...verdict.forgotten,
      ...unwritten.map((order) => `${order}: its reply was read, and never written`),
    ],
    old: await oldActs(url),
    owners: owners(market),
    stolen: notes.stolen,
  };
}

async function oldActs(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{
      seq: string;
      attempt: string;
      kind: string;
      by: string;
      fence: string;
    }>('SELECT seq, attempt, kind, by, fence FROM numroute.event ORDER BY seq');
    let highest = 0;
    const old: string[] = [];
    for (const { attempt, kind, by, fence } of rows) {
      if (!needsLease({ kind, by } as Parameters<typeof needsLease>[0])) continue;
      if (Number(fence) < highest) old.push(`${kind} of ${attempt} under ${fence}, after ${highest}`);
      highest = Math.max(highest, Number(fence));
    }
    return old;
  } finally {
    await client.end();
  }
}

function owners({ acts }: Market): readonly string[] {
  let highest = 0;
  const late: string[] = [];
  for (const { vendor, what, by, fence, at } of acts) {
    if (fence < highest)
      late.push(`${what} at ${vendor} by ${by} under ${fence}, after ${highest}, at ${at.toFixed(0)} ms`);
    highest = Math.max(highest, fence);
  }
  return late;
}
