import type { Clock } from '@numroute/core';

const MOST = 10_000;

/**
 * How long ago something was, whatever happens to the wall clock meanwhile: a clock that is set
 * forward must not make seconds look like hours, for then "not there yet" would pass for "not there".
 * Only what an earlier process wrote down is dated by the wall clock; from the first question on, the
 * clock that cannot be set counts.
 */
export interface Elapsed {
  /** At least so long. @param since By the wall clock; milliseconds since 1970. */
  ms(what: string, since: number): number;
  /** At most so long: without end where the wall clock was set back meanwhile, for nobody knows how far. */
  atMost(what: string, since: number): number;
}

export function createElapsed(clock: Clock): Elapsed {
  const known = new Map<string, { readonly at: number; readonly before: number }>();
  const firstSeen = (what: string, since: number): { readonly at: number; readonly before: number } => {
    const seen = known.get(what);
    if (seen) return seen;
    const first = { at: clock.monotonic(), before: clock.now() - since };
    known.set(what, first);
    const oldest = known.size > MOST ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return first;
  };
  return {
    ms: (what, since) => {
      const { at, before } = firstSeen(what, since);
      return Math.max(0, before) + (clock.monotonic() - at);
    },
    atMost: (what, since) => {
      const { at, before } = firstSeen(what, since);
      return before < 0 ? Number.POSITIVE_INFINITY : before + (clock.monotonic() - at);
    },
  };
}
