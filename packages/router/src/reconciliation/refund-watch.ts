import { type Clock, can } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Elapsed } from '../time/order-age.ts';
import { unlessAborted } from '../time/unless-aborted.ts';
import { REFUND_LAG_MS } from '../time/vendor-times.ts';
import type { Verdict } from './balance/index.ts';
import { type Books, isAwaited } from './balance-check.ts';

/**
 * Reads balances for refunds that somebody waits for. Refunds that nobody waits for are read by the
 * audits, at their own pace.
 */
export interface Refunds {
  /** Whether a balance can prove a refund there: the vendor tells it, and nobody else moves it. */
  canProve(account: Account): boolean;
  /**
   * Reads the balance of every account that owes a refund which no reading has looked for since it was
   * due. A reading that fails changes nothing.
   *
   * @throws The signal's reason.
   */
  look(accounts: Iterable<Account>, signal: AbortSignal): Promise<void>;
  /**
   * Reads the balance for the refund of one order that is over, from the moment when the refund is due.
   * Resolves when the refund is decided, or when no reading can decide it.
   *
   * @throws The signal's reason.
   */
  follow(account: Account, entry: JournalEntry, signal: AbortSignal): Promise<void>;
}

export interface RefundsContext {
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly books: Books;
  /** Providers at whose account others buy, too. */
  readonly shared: ReadonlySet<string>;
  /** Ends everything here. */
  readonly signal: AbortSignal;
}

/** Between two readings of one account that tell nothing. */
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/** An account whose reading failed is not read again for a purchase before this. */
const REST_MS = 30_000;

export function createRefunds({ clock, elapsed, books, shared, signal: end }: RefundsContext): Refunds {
  const readings = new Map<string, Promise<readonly Verdict[] | undefined>>();
  /** When the last reading of an account began that told something, by the monotonic clock. */
  const lastRead = new Map<string, number>();
  const restsUntil = new Map<string, number>();

  const canProve: Refunds['canProve'] = ({ provider }) =>
    can(provider, 'fetchBalance') && !shared.has(provider.manifest.id);

  const begin = async (account: Account): Promise<readonly Verdict[] | undefined> => {
    const { id } = account.provider.manifest;
    const beganAt = clock.monotonic();
    try {
      const verdicts = await books.balance(account, end, { once: true }).catch(() => undefined);
      if (verdicts) lastRead.set(id, beganAt);
      else restsUntil.set(id, clock.monotonic() + REST_MS);
      return verdicts;
    } finally {
      readings.delete(id);
    }
  };
  /** Whoever asks while a reading is under way shares it. */
  const read = (account: Account, signal: AbortSignal): Promise<readonly Verdict[] | undefined> => {
    const { id } = account.provider.manifest;
    const reading = readings.get(id) ?? begin(account);
    readings.set(id, reading);
    return unlessAborted(reading, signal);
  };

  const isOverdue = (account: Account, entry: JournalEntry): boolean => {
    const { atLeast: age } = elapsed.inState(entry);
    const read = lastRead.get(account.provider.manifest.id) ?? Number.NEGATIVE_INFINITY;
    return age >= REFUND_LAG_MS && age - (clock.monotonic() - read) < REFUND_LAG_MS;
  };

  return {
    canProve,
    look: async (accounts, signal) => {
      const looks = [...accounts].map(async (account) => {
        const rest = restsUntil.get(account.provider.manifest.id) ?? Number.NEGATIVE_INFINITY;
        if (!canProve(account) || clock.monotonic() < rest) return;
        const awaited = await books.awaited(account).catch(() => []);
        if (awaited.some((entry) => isOverdue(account, entry))) await read(account, signal);
      });
      await Promise.all(looks);
    },
    follow: async (account, entry, signal) => {
      for (let pause = PAUSE_MS; ; ) {
        const latest = (await account.pen.read(entry.id)) ?? entry;
        if (!isAwaited(latest)) return;
        const due = REFUND_LAG_MS - elapsed.inState(latest).atLeast;
        if (due > 0) await clock.sleep(due, signal);
        const verdicts = await read(account, signal);
        if (verdicts) {
          const own = verdicts.find(({ id }) => id === entry.id);
          if (own?.verdict !== 'undecided') return;
          await clock.sleep(Math.max(PAUSE_MS, own.until - clock.now()), signal);
        } else {
          await clock.sleep(pause, signal);
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
      }
    },
  };
}
