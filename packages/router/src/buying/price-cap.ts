import { compareMoney, type Money } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import { traceOf } from '../events.ts';
import type { GiveUp } from '../orders/give-up.ts';
import type { Rates } from '../quoting/rates.ts';
import type { Surcharges } from '../quoting/surcharges.ts';

/** Holds what orders cost against what their buyers agreed to, whoever tells the price and whenever. */
export class PriceCap implements Subscriber {
  readonly #rates: Rates;
  readonly #surcharges: Surcharges;
  readonly #giveUp: GiveUp;

  constructor(rates: Rates, surcharges: Surcharges, giveUp: GiveUp) {
    this.#rates = rates;
    this.#surcharges = surcharges;
    this.#giveUp = giveUp;
  }

  changed(account: Account, { after, before, happening: { kind } }: Change): void {
    const { order } = after;
    if (kind === 'reported' || kind === 'charge-seen') this.left(account, after);
    if (!order || (before?.order && !this.#differs(order.paid, before.order.paid))) return;
    this.#surcharges.charged(after);
    if (this.#differs(order.paid, order.quoted))
      account.emit({ type: 'price-differs', ...traceOf(after), order });
  }

  /** An open order that costs more than its buyer agreed to is given up. */
  left(account: Account, entry: JournalEntry): void {
    if (entry.state !== 'open' || entry.cancel?.insist || !isDearer(entry, this.#rates)) return;
    this.#giveUp.order(account, entry, 'dearer than the cap').catch(() => undefined);
  }

  #differs(price: Money, other: Money): boolean {
    const same = this.#rates.convert(price, other.currency);
    return !same || compareMoney(same, other) !== 0;
  }
}

/** Whether the vendor charged more than the cap, or in a currency that no rate compares with the cap. */
export function isDearer({ order, maxPrice }: JournalEntry, rates: Rates): boolean {
  if (!order) return false;
  const paid = rates.convert(order.paid, maxPrice.currency);
  return !paid || compareMoney(paid, maxPrice) > 0;
}
