import { type Clock, NumrouteError, systemClock } from '@numroute/core';
import { type Holder, isLease, LEASE_MS, type Lease, type LeaseTerms, type LeasingJournal } from './lease.ts';

/** What stands by, and what it does once it is its turn. */
export interface StandByOptions {
  readonly journal: LeasingJournal;
  readonly terms: LeaseTerms;
  /**
   * Starts what acts at the accounts, on `lease.journal`. It is disposed of when the lease is lost, when
   * somebody asks to hand over, and at the end; the lease is renewed meanwhile, as long as it can be.
   */
  readonly start: (lease: Lease) => Promise<AsyncDisposable>;
  /** Told when it begins to wait for another owner, and when it is the owner itself. */
  readonly onChange?: (now: Standing) => void;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** Who acts, as far as one knows. */
export type Standing =
  | { readonly state: 'owner'; readonly fence: number }
  /** `error`: why it cannot be the owner, where it is not for a holder. */
  | { readonly state: 'waiting'; readonly holder?: Holder; readonly error?: NumrouteError }
  | { readonly state: 'closed' };

/** A process that acts at its accounts, or waits until it may. */
export interface StandBy extends AsyncDisposable {
  readonly standing: Standing;
  /**
   * Resolves when it was closed; rejects with what `start` threw, or where no lease can ever be taken. Where the
   * store is away, or the lease was lost before `start` was done, it begins again.
   */
  readonly ended: Promise<void>;
  /** Disposes of what was started, and releases the lease: the next one starts at once. */
  close(): Promise<void>;
}

/** The part of a lease's time after which it is renewed, or looked at again. */
const SHARE = 4;

/**
 * Takes the leases of all accounts or waits for them, and starts what acts there. When the lease is lost or
 * handed over, it stands by again.
 */
export function standBy(options: StandByOptions): StandBy {
  const { journal, terms, start, onChange, clock = systemClock } = options;
  const everyMs = (terms.ttlMs ?? LEASE_MS) / SHARE;
  const closing = new AbortController();
  let standing: Standing = { state: 'waiting' };
  const become = (next: Standing): void => {
    standing = next;
    onChange?.(next);
  };
  /** Wakes whoever waits, where the journal says that something is new. */
  let bell = new AbortController();
  const ring = (): void => {
    bell.abort();
    bell = new AbortController();
  };
  const stopBell = journal.onLease?.(ring);
  const pause = async (ms: number, until: AbortSignal = closing.signal): Promise<void> => {
    await clock.sleep(ms, AbortSignal.any([until, bell.signal])).catch(() => undefined);
  };

  const own = async (lease: Lease): Promise<'lost' | 'yield' | 'closed'> => {
    const over = new AbortController();
    let isRenewed = true;
    let why: 'lost' | 'yield' | 'closed' = 'closed';
    const end = (reason: typeof why): void => {
      if (!over.signal.aborted) why = reason;
      over.abort();
    };
    closing.signal.addEventListener('abort', () => end('closed'), { once: true });
    if (closing.signal.aborted) end('closed');
    const done = new AbortController();
    const renewals = (async () => {
      for (;;) {
        await pause(everyMs, done.signal);
        if (done.signal.aborted) return;
        try {
          if ((await lease.renew()) === 'yield') end('yield');
        } catch (error) {
          // The store is away: the lease may still be one's own when it is back.
          if (!NumrouteError.is(error, 'NOT_OWNER')) continue;
          isRenewed = false;
          end('lost');
          return;
        }
      }
    })();
    try {
      const acting = await start(lease);
      try {
        become({ state: 'owner', fence: lease.fence });
        if (!over.signal.aborted)
          await new Promise((resolve) => {
            over.signal.addEventListener('abort', resolve, { once: true });
          });
      } finally {
        await acting[Symbol.asyncDispose]();
      }
    } finally {
      done.abort();
      await renewals;
      // What cannot be released runs out.
      if (isRenewed) await lease.release().catch(() => undefined);
    }
    return why;
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      let taken: Lease | Holder;
      try {
        taken = await journal.take(terms);
      } catch (error) {
        if (!NumrouteError.is(error, 'UNAVAILABLE')) throw error;
        become({ state: 'waiting', error });
        await pause(everyMs);
        continue;
      }
      if (!isLease(taken)) {
        become({ state: 'waiting', holder: taken });
        await pause(everyMs);
        continue;
      }
      let why: Awaited<ReturnType<typeof own>>;
      try {
        why = await own(taken);
      } catch (error) {
        if (!NumrouteError.is(error, 'UNAVAILABLE', 'NOT_OWNER')) throw error;
        become({ state: 'waiting', error });
        await pause(everyMs);
        continue;
      }
      if (why !== 'closed') become({ state: 'waiting' });
      // Whoever asked for it is to have it: the bell of one's own release wakes nobody here.
      if (why === 'yield') await clock.sleep(2 * everyMs, closing.signal).catch(() => undefined);
    }
  };
  const ended = run().finally(() => {
    closing.abort();
    stopBell?.();
    become({ state: 'closed' });
  });
  ended.catch(() => undefined);
  const close = async (): Promise<void> => {
    closing.abort();
    await ended.catch(() => undefined);
  };
  return {
    get standing(): Standing {
      return standing;
    },
    ended,
    close,
    [Symbol.asyncDispose]: close,
  };
}
