import { balanceProves } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import { REFUND_LAG_MS } from '../time/vendor-times.ts';
import { statementOf } from './account-statement.ts';
import { doubtsUntil, type Verdict } from './balance/index.ts';
import { type BalanceCheck, isAwaited } from './balance-check.ts';

/** The balance is read once for all orders that end within such a time. */
const PAUSE_MS = REFUND_LAG_MS + 10_000;

/** An account that holds still for none of so many readings is left to its next order. */
const MOST_READINGS = 20;

interface Due {
  /** How often something ended since it began. */
  news: number;
  done: Promise<void>;
}

/** Looks for refunds when they should have arrived. */
export class Refunds implements Subscriber {
  readonly #balanceCheck: BalanceCheck;
  readonly #running = new Map<string, Due>();

  constructor(balanceCheck: BalanceCheck) {
    this.#balanceCheck = balanceCheck;
  }

  /**
   * Once for every account, for an earlier run may have left refunds that are overdue, and after every
   * reading made elsewhere, for it may have found new doubts.
   */
  begin(account: Account): void {
    if (!mayLook(account) || this.#running.has(account.provider.manifest.id)) return;
    this.#start(account, async (due) => {
      const doubts = doubtsUntil(await statementOf(account));
      if (doubts !== undefined || due.news > 0) await this.#look(account, due);
    });
  }

  changed(account: Account, { after }: Change): void {
    this.left(account, after);
  }

  /** An order that ended may be paid back. */
  left(account: Account, entry: JournalEntry): void {
    if (!mayLook(account) || !isAwaited(entry)) return;
    const going = this.#running.get(account.provider.manifest.id);
    if (going) going.news += 1;
    else this.#start(account, (due) => this.#look(account, due));
  }

  async idle(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #start({ provider: { manifest } }: Account, task: (due: Due) => Promise<void>): void {
    const due: Due = { news: 0, done: Promise.resolve() };
    this.#running.set(manifest.id, due);
    due.done = task(due)
      .catch(() => undefined)
      .finally(() => this.#running.delete(manifest.id));
  }

  async #look(account: Account, due: Due): Promise<void> {
    const { clock, signal } = account;
    let wait = PAUSE_MS;
    for (let left = MOST_READINGS; left > 0; left -= 1) {
      await rest(wait, due, account);
      const { news } = due;
      const verdicts = await this.#balanceCheck.read(account, signal).catch(() => undefined);
      signal.throwIfAborted();
      // What ended while we read has its refund still to come.
      if (!verdicts || due.news !== news) wait = PAUSE_MS;
      else {
        const next = nextNews(verdicts) ?? doubtsUntil(await statementOf(account));
        if (next === undefined) return;
        wait = Math.max(PAUSE_MS, next - clock.now());
        if (next > clock.now()) left = MOST_READINGS;
      }
    }
  }
}

const mayLook = ({ provider, signal }: Account): boolean => !signal.aborted && balanceProves(provider);

/** Sleeps for `ms`; less when another order ends meanwhile, whose refund is due sooner. */
async function rest(ms: number, due: Due, { clock, signal }: Account): Promise<void> {
  for (let left = ms; left > 0; ) {
    const { news } = due;
    const step = Math.min(left, PAUSE_MS);
    await clock.sleep(step, signal);
    left = due.news === news ? left - step : Math.min(left, PAUSE_MS);
  }
}

/** When a reading may tell more than this one did; undefined if it told everything. */
function nextNews(verdicts: readonly Verdict[]): number | undefined {
  const times = verdicts.flatMap((one) => (one.verdict === 'undecided' ? [one.until] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}
