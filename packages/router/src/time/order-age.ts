import type { Clock } from '@numroute/core';
import type { Journal, JournalEntry, Uptime } from '@numroute/journal';

/** So many are known at least, and at most twice as many. */
const KNOWN = 10_000;

/** How long ago something was, in milliseconds; the truth lies between. */
export interface Age {
  readonly atLeast: number;
  /** Without end where nobody knows. */
  readonly atMost: number;
}

/** The age that a deadline goes by: the greater one, where it is known. To be late is worse than to be early. */
export function deadlineAge({ atLeast, atMost }: Age): number {
  return Number.isFinite(atMost) ? atMost : atLeast;
}

/**
 * How long ago something was, whatever happens to the wall clock meanwhile: a clock that is set
 * forward must not make seconds look like hours, for then "not there yet" would pass for "not there".
 *
 * What this run has seen itself ages by the clock that cannot be set. What an earlier run wrote down
 * ages by the machine's uptime, which cannot be set either and outlives the process. After a start of
 * the machine it is at least as old as that start, or as the wall clock says if that is less; at most,
 * only the wall clock knows, unless it was seen to run backwards.
 */
export interface OrderAges {
  /** Since the purchase was sent. */
  sent(entry: Pick<JournalEntry, 'id' | 'sentAt' | 'sentUp'>): Age;
  /** Since the entry came into its state. */
  inState(entry: JournalEntry): Age;
  /** Since this run was first asked for it here. */
  watched(entry: JournalEntry): number;
}

export function createOrderAges({
  clock,
  journal,
}: {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'uptime'>;
}): OrderAges {
  // Whatever is older than the older half is forgotten at once: a map is slow at giving up its oldest key.
  let known = new Map<string, { readonly at: number; readonly before: Age }>();
  let older = new Map(known);
  const before = (since: number, up: Uptime | undefined): Age => {
    const here = up && journal.uptime?.();
    if (up && here?.boot === up.boot) {
      const exactly = Math.max(0, here.ms - up.ms);
      return { atLeast: exactly, atMost: exactly };
    }
    const told = clock.now() - since;
    return {
      atLeast: Math.max(0, Math.min(told, here?.ms ?? told)),
      atMost: told < 0 ? Number.POSITIVE_INFINITY : told,
    };
  };
  const age = (what: string, since: number, up: Uptime | undefined): Age => {
    let first = known.get(what) ?? older.get(what);
    if (!first) {
      first = { at: clock.monotonic(), before: before(since, up) };
      if (known.size >= KNOWN) [known, older] = [new Map(), known];
      known.set(what, first);
    }
    const here = clock.monotonic() - first.at;
    return { atLeast: first.before.atLeast + here, atMost: first.before.atMost + here };
  };
  return {
    sent: ({ id, sentAt, sentUp }) => age(`sent ${id}`, sentAt, sentUp),
    inState: ({ id, state, since, sinceUp }) => age(`${state} ${id}`, since, sinceUp),
    watched: ({ id }) => age(`watched ${id}`, clock.now(), undefined).atLeast,
  };
}
