import type { Clock } from '@numroute/core';

const MOST = 10_000;

/**
 * How long ago something was, whatever happens to the wall clock meanwhile: a clock that is set
 * forward must not make seconds look like hours, for then "not there yet" would pass for "not there".
 * Only what an earlier process wrote down is dated by the wall clock; from the first question on, the
 * clock that cannot be set counts.
 */
export interface Elapsed {
  /** @param since By the wall clock; milliseconds since 1970. */
  ms(what: string, since: number): number;
}

export function createElapsed(clock: Clock): Elapsed {
  const known = new Map<string, { readonly at: number; readonly before: number }>();
  return {
    ms: (what, since) => {
      const now = clock.monotonic();
      let first = known.get(what);
      if (!first) {
        first = { at: now, before: Math.max(0, clock.now() - since) };
        known.set(what, first);
        const oldest = known.size > MOST ? known.keys().next().value : undefined;
        if (oldest !== undefined) known.delete(oldest);
      }
      return first.before + (now - first.at);
    },
  };
}
