import { type Clock, can } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { REFUND_LAG_MS } from '../time/vendor-times.ts';
import type { Verdict } from './balance/index.ts';
import { type Books, isAwaited } from './balance-check.ts';

export interface AuditContext {
  readonly clock: Clock;
  readonly books: Books;
  /** Ends everything here. */
  readonly signal: AbortSignal;
}

/** Looks for refunds when they should have arrived. */
export interface Audits {
  /**
   * To be told of every account once, for an earlier run may have left refunds that are overdue, and
   * of every reading made elsewhere, for it may have found new doubts.
   */
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
  /** How often something ended since it began. */
  news: number;
  done: Promise<void>;
}

export function createAudits({ clock, books, signal }: AuditContext): Audits {
  const running = new Map<string, Due>();

  /** No longer than it takes for what ends meanwhile. */
  const rest = async (ms: number, due: Due): Promise<void> => {
    for (let left = ms; left > 0; ) {
      const { news } = due;
      const step = Math.min(left, PAUSE_MS);
      await clock.sleep(step, signal);
      left = due.news === news ? left - step : Math.min(left, PAUSE_MS);
    }
  };
  const audit = async (account: Account, due: Due): Promise<void> => {
    let wait = PAUSE_MS;
    for (let left = MOST_READINGS; left > 0; left -= 1) {
      await rest(wait, due);
      const { news } = due;
      const verdicts = await books.balance(account, signal).catch(() => undefined);
      signal.throwIfAborted();
      // What ended while we read has its refund still to come.
      if (!verdicts || due.news !== news) wait = PAUSE_MS;
      else {
        const next = nextNews(verdicts) ?? (await books.doubtsUntil(account));
        if (next === undefined) return;
        wait = Math.max(PAUSE_MS, next - clock.now());
        if (next > clock.now()) left = MOST_READINGS;
      }
    }
  };
  const start = ({ provider: { manifest } }: Account, task: (due: Due) => Promise<void>): void => {
    const due: Due = { news: 0, done: Promise.resolve() };
    running.set(manifest.id, due);
    due.done = task(due)
      .catch(() => undefined)
      .finally(() => running.delete(manifest.id));
  };
  const isIdle = ({ provider }: Account): boolean => signal.aborted || !can(provider, 'fetchBalance');

  return {
    begin: (account) => {
      if (isIdle(account) || running.has(account.provider.manifest.id)) return;
      start(account, async (due) => {
        const doubts = await books.doubtsUntil(account);
        if (doubts !== undefined || due.news > 0) await audit(account, due);
      });
    },
    changed: (account, entry) => {
      if (isIdle(account) || !isAwaited(entry)) return;
      const going = running.get(account.provider.manifest.id);
      if (going) going.news += 1;
      else start(account, (due) => audit(account, due));
    },
    idle: async () => {
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
