import type { Order } from '@numroute/core';
import { type JournalEntry, LIVE } from '@numroute/journal';
import type { Accounts } from '../account/accounts.ts';
import type { Attendance } from '../orders/attendance.ts';
import type { GiveUp } from '../orders/give-up.ts';
import type { Rates } from '../quoting/rates.ts';
import type { Want } from '../quoting/want.ts';
import type { LostPurchases } from '../reconciliation/lost-purchase.ts';
import { accept } from './accept.ts';
import type { Buyer } from './buy.ts';
import { openWant, type WantParties } from './open-want.ts';
import { isDearer } from './price-cap.ts';
import { fingerprintOf, type Terms } from './terms.ts';
import { UnderKey } from './under-key.ts';
import { unknownOutcome } from './unknown-outcome.ts';

export interface BuyOnceParties extends WantParties {
  readonly accounts: Accounts;
  readonly buyer: Buyer;
  readonly attendance: Attendance;
  readonly lostPurchases: LostPurchases;
  readonly giveUp: GiveUp;
  readonly rates: Rates;
}

/** Buys once under one key: together, later, and after a restart, the same key gives the same order. */
export class BuyOnce {
  readonly #parties: BuyOnceParties;
  readonly #calls = new UnderKey<Order>();

  constructor(parties: BuyOnceParties) {
    this.#parties = parties;
  }

  /** @param wanted In canonical words. */
  async buy(wanted: Want, terms: Terms, signal: AbortSignal): Promise<Order> {
    const print = fingerprintOf(wanted, terms);
    return await this.#calls.run(terms.key, print, signal, async (stop) => {
      const { id, isNew } = await openWant(this.#parties, terms, print);
      const earlier = isNew ? undefined : await this.#takeUp(id);
      return earlier ?? (await this.#parties.buyer.buy(wanted, id, terms, stop));
    });
  }

  /** What an earlier run bought for the want; undefined where it is proven that nothing lives. */
  async #takeUp(want: string): Promise<Order | undefined> {
    const { runtime, accounts, attendance, lostPurchases, rates } = this.#parties;
    const entries = await runtime.journal.list({ want });
    // What was given up because it cost too much, or is not what was offered, is not what was asked for.
    const isGivenUp = (entry: JournalEntry): boolean =>
      entry.cancel?.unlike !== undefined || isDearer(entry, rates);
    const open = entries.find(
      (entry) =>
        LIVE.includes(entry.state) ||
        // A charge that cannot be named keeps its key for good: whose refund was seen, only a sum tells.
        entry.state === 'lost' ||
        // A vendor that denied the order may know it again.
        (entry.state === 'gone' && entry.money !== 'returned' && isGivenUp(entry)),
    );
    if (!open) return entries.findLast((entry) => entry.order && !isGivenUp(entry))?.order;
    const account = accounts.get(open.offer.provider);
    const settled = open.order ? open : await lostPurchases.settle(account, open);
    if (settled.order) {
      attendance.attend(settled);
      return await accept(account, settled, this.#parties);
    }
    if (settled.money === 'free') return undefined;
    const what =
      settled.state === 'lost'
        ? 'was charged and its order cannot be named; under another key it would be bought again'
        : 'is not settled yet';
    throw unknownOutcome(open.offer, `${open.offer.provider}: an earlier purchase for this key ${what}`);
  }
}
