import { can } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Change } from '../account/order-log.ts';
import type { Runtime } from '../account/runtime.ts';
import type { Subscriber } from '../account/subscriber.ts';
import { type Alarm, createAlarm } from '../time/alarm.ts';
import { type Due, DueHeap } from '../time/due-heap.ts';
import { deadlineAge } from '../time/order-age.ts';
import type { GiveUp } from './give-up.ts';

const AGAIN_MS = 20_000;

interface Expiring extends Due {
  readonly id: string;
  readonly account: Account;
}

/**
 * Gives up in time what got no code, whoever has stopped caring about it: an order that its vendor
 * ends by itself may be paid for.
 */
export class Expiry implements Subscriber {
  readonly #clock: Runtime['clock'];
  readonly #signal: AbortSignal;
  readonly #giveUp: GiveUp;
  readonly #heap = new DueHeap<Expiring>();
  readonly #known = new Map<string, Expiring>();
  readonly #alarm: Alarm;

  constructor({ clock, signal }: Pick<Runtime, 'clock' | 'signal'>, giveUp: GiveUp) {
    this.#clock = clock;
    this.#signal = signal;
    this.#giveUp = giveUp;
    this.#alarm = createAlarm(clock, () => this.#ring());
    signal.addEventListener('abort', this.#alarm.off, { once: true });
  }

  changed(account: Account, { after }: Change): void {
    this.left(account, after);
  }

  /** An open order that its vendor pays back for a cancel is given up before its end. */
  left(account: Account, entry: JournalEntry): void {
    const earlier = this.#known.get(entry.id);
    if (earlier) this.#forget(earlier);
    const { traits } = account.provider.manifest;
    const isOurs = entry.state === 'open' && traits.refundsOnCancel && can(account.provider, 'cancelOrder');
    const due = isOurs && !this.#signal.aborted ? dueOf(account, entry) : undefined;
    if (due !== undefined) this.#remember({ id: entry.id, account, due, place: -1 });
  }

  #remember(expiring: Expiring): void {
    this.#known.set(expiring.id, expiring);
    this.#heap.add(expiring);
    this.#alarm.by((this.#heap.top ?? expiring).due - this.#clock.monotonic());
  }

  #forget(expiring: Expiring): void {
    this.#known.delete(expiring.id);
    this.#heap.remove(expiring);
  }

  #ring(): void {
    for (let first = this.#heap.top; first && first.due <= this.#clock.monotonic(); first = this.#heap.top) {
      this.#forget(first);
      const { id, account } = first;
      this.#cancel(first).catch(() => {
        // The journal could not be read, or the router is closing.
        if (!this.#signal.aborted && !this.#known.has(id))
          this.#remember({ id, account, due: this.#clock.monotonic() + AGAIN_MS, place: -1 });
      });
    }
    if (this.#heap.top) this.#alarm.by(this.#heap.top.due - this.#clock.monotonic());
  }

  async #cancel({ id, account }: Expiring): Promise<void> {
    const entry = await account.log.read(id);
    if (entry?.state !== 'open' || entry.cancel?.insist) return;
    await this.#giveUp.order(account, entry, 'no code came, and its time is nearly over');
  }
}

/** When the order is given up, by the clock that cannot be set. */
function dueOf({ clock, ages }: Account, entry: JournalEntry): number | undefined {
  const { order, sentAt } = entry;
  if (order?.cancelBefore === undefined) return undefined;
  return clock.monotonic() + (order.cancelBefore - sentAt) - deadlineAge(ages.sent(entry));
}
