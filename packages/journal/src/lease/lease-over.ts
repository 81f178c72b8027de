import { type Clock, NumrouteError } from '@numroute/core';
import type { Lease } from './lease.ts';

/** Here a lease ends so much of its time earlier than in the store: a request takes a while to leave. */
const MARGIN = 0.1;

/** What a lease is made of, whatever its store is. */
export interface LeaseParts extends Pick<Lease, 'fence' | 'ttlMs' | 'journal' | 'release'> {
  readonly clock: Clock;
  /** Before the request that took it left. */
  readonly asked: Moment;
  /** Also what ran out and nobody took. Undefined: another process has it, and it is over for good. */
  readonly renew: () => Promise<'held' | 'yield' | undefined>;
}

/** One moment by both clocks. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** Now, by both clocks. */
export const momentOf = (clock: Clock): Moment => ({ monotonic: clock.monotonic(), wall: clock.now() });

/** A lease that its owner renews; nothing here waits or has a timer. */
export function leaseOver({ fence, ttlMs, journal, clock, asked: first, renew, release }: LeaseParts): Lease {
  /** Undefined: it is over for good. */
  let asked: Moment | undefined = first;
  const over = (why: string): NumrouteError<'NOT_OWNER'> =>
    new NumrouteError('NOT_OWNER', `the lease of the accounts ${why}; nothing was sent`, {});
  return {
    fence,
    ttlMs,
    journal,
    check: () => {
      if (!asked) throw over('is another process’s');
      const { monotonic, wall } = momentOf(clock);
      // The monotonic clock of some machines stands still while they sleep, and a wall clock may be set back.
      const age = Math.max(monotonic - asked.monotonic, wall - asked.wall);
      if (age >= ttlMs * (1 - MARGIN)) throw over('was not renewed in time');
    },
    renew: async () => {
      if (!asked) throw over('is another process’s');
      const now = momentOf(clock);
      const answer = await renew();
      if (answer === undefined) {
        asked = undefined;
        throw over('was taken by another process');
      }
      // Of two renewals under way at once the later one counts.
      if (asked && now.monotonic > asked.monotonic) asked = now;
      return answer;
    },
    release: async () => {
      asked = undefined;
      await release();
    },
  };
}
