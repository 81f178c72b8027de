import { balanceProves, unlessAborted } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { RefundNews } from '../orders/watch.ts';
import { REFUND_LAG_MS } from '../time/vendor-times.ts';
import type { Verdict } from './balance/index.ts';
import { awaitedAt, type BalanceCheck, isAwaited } from './balance-check.ts';

/** Between two readings of one account that tell nothing. */
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/** An account whose reading failed is not read again for a purchase before this. */
const REST_MS = 30_000;

/**
 * Reads balances for refunds that somebody waits for. Refunds that nobody waits for are read by
 * `Refunds`, at its own pace.
 */
export class RefundWatch implements RefundNews {
  readonly #balanceCheck: BalanceCheck;
  readonly #readings = new Map<string, Promise<readonly Verdict[] | undefined>>();
  /** When the last reading of an account began that told something, by the monotonic clock. */
  readonly #lastRead = new Map<string, number>();
  readonly #restsUntil = new Map<string, number>();

  constructor(balanceCheck: BalanceCheck) {
    this.#balanceCheck = balanceCheck;
  }

  canProve({ provider, isShared }: Account): boolean {
    return balanceProves(provider) && !isShared;
  }

  /**
   * Reads the balance of every account that owes a refund which no reading has looked for since it was
   * due. A reading that fails changes nothing.
   *
   * @throws The signal's reason.
   */
  async look(accounts: Iterable<Account>, signal: AbortSignal): Promise<void> {
    const looks = [...accounts].map(async (account) => {
      const rest = this.#restsUntil.get(account.provider.manifest.id) ?? Number.NEGATIVE_INFINITY;
      if (!this.canProve(account) || account.clock.monotonic() < rest) return;
      const awaited = await awaitedAt(account).catch(() => []);
      if (awaited.some((entry) => this.#isOverdue(account, entry))) await this.#read(account, signal);
    });
    await Promise.all(looks);
  }

  async follow(account: Account, attempt: string, signal: AbortSignal): Promise<void> {
    const { clock, log, ages } = account;
    for (let pause = PAUSE_MS; ; ) {
      const latest = await log.read(attempt);
      if (!latest || !isAwaited(latest)) return;
      const due = REFUND_LAG_MS - ages.inState(latest).atLeast;
      if (due > 0) await clock.sleep(due, signal);
      const verdicts = await this.#read(account, signal);
      if (verdicts) {
        const own = verdicts.find(({ id }) => id === attempt);
        if (own?.verdict !== 'undecided') return;
        await clock.sleep(Math.max(PAUSE_MS, own.until - clock.now()), signal);
      } else {
        await clock.sleep(pause, signal);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  /** Whoever asks while a reading is under way shares it. */
  #read(account: Account, signal: AbortSignal): Promise<readonly Verdict[] | undefined> {
    const { id } = account.provider.manifest;
    const reading = this.#readings.get(id) ?? this.#begin(account);
    this.#readings.set(id, reading);
    return unlessAborted(reading, signal);
  }

  async #begin(account: Account): Promise<readonly Verdict[] | undefined> {
    const { clock, signal, provider } = account;
    const { id } = provider.manifest;
    const beganAt = clock.monotonic();
    try {
      const verdicts = await this.#balanceCheck.read(account, signal, { once: true }).catch(() => undefined);
      if (verdicts) this.#lastRead.set(id, beganAt);
      else this.#restsUntil.set(id, clock.monotonic() + REST_MS);
      return verdicts;
    } finally {
      this.#readings.delete(id);
    }
  }

  #isOverdue({ provider, clock, ages }: Account, entry: JournalEntry): boolean {
    const { atLeast: age } = ages.inState(entry);
    const read = this.#lastRead.get(provider.manifest.id) ?? Number.NEGATIVE_INFINITY;
    return age >= REFUND_LAG_MS && age - (clock.monotonic() - read) < REFUND_LAG_MS;
  }
}
