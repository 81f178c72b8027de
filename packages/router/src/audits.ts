import { type Clock, can } from '@numroute/core';
import type { Account } from './accounts.ts';
import { type Books, isAwaited } from './books.ts';
import type { JournalEntry } from './journal.ts';
import type { Verdict } from './ledger/index.ts';
import { REFUND_LAG_MS } from './vendor-times.ts';

export interface AuditContext {
  readonly clock: Clock;
  readonly books: Books;
  /** Ends everything here. */
  readonly signal: AbortSignal;
}

/** Looks for refunds when they should have arrived. */
export interface Audits {
  /** To be told of every entry that changes. */
  changed(account: Account, entry: JournalEntry): void;
  idle(): Promise<void>;
}

/** The balance is read once for all orders that end within such a time. */
const PAUSE_MS = REFUND_LAG_MS + 10_000;

/** An account that holds still for none of so many readings is left to its next order. */
const MOST_READINGS = 20;

/** When a reading may tell more than this one did; undefined if it told everything. */
function nextNews(verdicts: readonly Verdict[]): number | undefined {
  const times = verdicts.flatMap((one) => (one.verdict === 'undecided' ? [one.until] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

export function createAudits({ clock, books, signal }: AuditContext): Audits {
  const running = new Map<string, { wantedAt: number; done: Promise<void> }>();

  const audit = async (account: Account, due: { wantedAt: number }): Promise<void> => {
    let wait = PAUSE_MS;
    for (let left = MOST_READINGS; left > 0; left -= 1) {
      const since = due.wantedAt;
      await clock.sleep(wait, signal);
      const verdicts = await books.balance(account, signal).catch(() => undefined);
      signal.throwIfAborted();
      // What ended while we waited has its refund still to come.
      if (!verdicts || due.wantedAt !== since) wait = PAUSE_MS;
      else {
        const next = nextNews(verdicts);
        if (next === undefined) return;
        wait = Math.max(PAUSE_MS, next - clock.now());
        left = MOST_READINGS;
      }
    }
  };

  return {
    changed: (account, entry) => {
      if (signal.aborted || !can(account.provider, 'fetchBalance') || !isAwaited(entry)) return;
      const { since } = entry;
      const { id } = account.provider.manifest;
      const going = running.get(id);
      if (going) {
        going.wantedAt = since;
        return;
      }
      const due = { wantedAt: since, done: Promise.resolve() };
      running.set(id, due);
      due.done = audit(account, due)
        .catch(() => undefined)
        .finally(() => running.delete(id));
    },
    idle: async () => {
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
