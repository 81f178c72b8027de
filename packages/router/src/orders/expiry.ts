import { can } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Change } from '../account/order-log.ts';
import type { Runtime } from '../account/runtime.ts';
import type { Subscriber } from '../account/subscriber.ts';
import type { Due } from '../time/due-heap.ts';
import { deadlineAge } from '../time/order-age.ts';
import { Timetable } from '../time/timetable.ts';
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
  readonly #giveUp: GiveUp;
  readonly #times: Timetable<Expiring>;
  readonly #known = new Map<string, Expiring>();

  constructor({ clock, signal }: Pick<Runtime, 'clock' | 'signal'>, giveUp: GiveUp) {
    this.#giveUp = giveUp;
    this.#times = new Timetable(clock, (expiring) => this.#come(expiring), signal);
  }

  changed(account: Account, { after }: Change): void {
    this.left(account, after);
  }

  /** An open order that its vendor pays back for a cancel is given up before its end. */
  left(account: Account, entry: JournalEntry): void {
    const { id } = entry;
    const { traits } = account.provider.manifest;
    const isOurs = entry.state === 'open' && traits.refundsOnCancel && can(account.provider, 'cancelOrder');
    const inMs = isOurs ? timeLeft(account, entry) : undefined;
    const known = this.#known.get(id);
    if (inMs !== undefined) this.#put(known ?? { id, account, due: 0, place: -1 }, inMs);
    else if (known) this.#forget(known);
  }

  #put(expiring: Expiring, inMs: number): void {
    this.#known.set(expiring.id, expiring);
    this.#times.put(expiring, inMs);
  }

  #forget(expiring: Expiring): void {
    this.#known.delete(expiring.id);
    this.#times.take(expiring);
  }

  #come(expiring: Expiring): void {
    this.#known.delete(expiring.id);
    this.#cancel(expiring).catch(() => {
      // The journal could not be read, or the router is closing.
      if (!this.#known.has(expiring.id)) this.#put(expiring, AGAIN_MS);
    });
  }

  async #cancel({ id, account }: Expiring): Promise<void> {
    const entry = await account.log.read(id);
    if (entry?.state !== 'open' || entry.cancel?.insist) return;
    await this.#giveUp.order(account, entry, 'no code came, and its time is nearly over');
  }
}

/** Until the order is given up, by the clock that cannot be set. Milliseconds. */
function timeLeft({ ages }: Account, entry: JournalEntry): number | undefined {
  const { order, sentAt } = entry;
  if (order?.cancelBefore === undefined) return undefined;
  return order.cancelBefore - sentAt - deadlineAge(ages.sent(entry));
}
