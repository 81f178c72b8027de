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
  /** Once for each account: an earlier run may have left refunds that are overdue. */
  begin(account: Account): void;
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

interface Due {
  /** When the last of them ended. */
  wantedAt: number;
  done: Promise<void>;
}

export function createAudits({ clock, books, signal }: AuditContext): Audits {
  const running = new Map<string, Due>();

  /** No longer than it takes for what ends meanwhile. */
  const rest = async (ms: number, due: Due): Promise<void> => {
    for (let left = ms; left > 0; ) {
      const since = due.wantedAt;
      const step = Math.min(left, PAUSE_MS);
      await clock.sleep(step, signal);
      left = due.wantedAt === since ? left - step : Math.min(left, PAUSE_MS);
    }
  };
  const audit = async (account: Account, due: Due): Promise<void> => {
    let wait = PAUSE_MS;
    for (let left = MOST_READINGS; left > 0; left -= 1) {
      await rest(wait, due);
      const since = due.wantedAt;
      const verdicts = await books.balance(account, signal).catch(() => undefined);
      signal.throwIfAborted();
      // What ended while we read has its refund still to come.
      if (!verdicts || due.wantedAt !== since) wait = PAUSE_MS;
      else {
        const next = nextNews(verdicts) ?? (await books.lateUntil(account));
        if (next === undefined) return;
        wait = Math.max(PAUSE_MS, next - clock.now());
        left = MOST_READINGS;
      }
    }
  };
  const start = (account: Account, wantedAt: number, task: (due: Due) => Promise<void>): void => {
    const { id } = account.provider.manifest;
    const going = running.get(id);
    if (going) {
      going.wantedAt = wantedAt;
      return;
    }
    const due: Due = { wantedAt, done: Promise.resolve() };
    running.set(id, due);
    due.done = task(due)
      .catch(() => undefined)
      .finally(() => running.delete(id));
  };

  return {
    begin: (account) => {
      if (signal.aborted || !can(account.provider, 'fetchBalance')) return;
      start(account, 0, async (due) => {
        const late = await books.lateUntil(account);
        if (late !== undefined || due.wantedAt > 0) await audit(account, due);
      });
    },
    changed: (account, entry) => {
      if (signal.aborted || !can(account.provider, 'fetchBalance') || !isAwaited(entry)) return;
      start(account, entry.since, (due) => audit(account, due));
    },
    idle: async () => {
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
