import { ENDED, type JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Accounts } from '../account/accounts.ts';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import type { GiveUp } from './give-up.ts';
import type { OrderTasks } from './order-tasks.ts';

/** Which orders somebody takes care of. The others are given up, because they would only cost money. */
export class Attendance implements Subscriber {
  readonly #attended = new Set<string>();
  readonly #tasks: OrderTasks;
  readonly #giveUp: GiveUp;
  readonly #graceMs: number;

  /** @param graceMs How long an order that was found again waits for somebody to ask for it. */
  constructor(tasks: OrderTasks, giveUp: GiveUp, graceMs: number) {
    this.#tasks = tasks;
    this.#giveUp = giveUp;
    this.#graceMs = graceMs;
  }

  /** Somebody takes care of the order: this run bought it, or was asked about it. */
  attend({ id }: JournalEntry): void {
    this.#attended.add(id);
  }

  isAttended({ id }: JournalEntry): boolean {
    return this.#attended.has(id);
  }

  /** Gives an order up that was found again, unless somebody asks for it soon. */
  leaveAlone(account: Account, entry: JournalEntry): void {
    const { clock, log, signal } = account;
    if (this.isAttended(entry) || signal.aborted) return;
    this.#tasks.start('leave', entry, async () => {
      await clock.sleep(this.#graceMs, signal);
      const latest = (await log.read(entry.id)) ?? entry;
      if (this.isAttended(entry) || latest.state !== 'open') return latest;
      return await this.#giveUp.order(account, latest, 'nobody asked for it');
    });
  }

  /** Gives up the open orders among these that nobody takes care of. */
  async giveUpUnattended(
    entries: readonly JournalEntry[],
    accounts: Accounts,
  ): Promise<readonly JournalEntry[]> {
    return await Promise.all(
      entries.map(async (entry) => {
        const account = accounts.ofEntry(entry);
        if (!account || entry.state !== 'open' || this.isAttended(entry)) return entry;
        return await this.#giveUp.order(account, entry, 'left by an earlier run');
      }),
    );
  }

  /** Subscriber: what is over needs nobody's care. */
  changed(_account: Account, { after }: Change): void {
    if (ENDED.includes(after.state)) this.#attended.delete(after.id);
  }
}
