import { compareMoney } from '@numroute/core';
import { isDearer } from './accept.ts';
import type { Account } from './accounts.ts';
import type { Charges } from './charges.ts';
import type { JournalEntry } from './journal.ts';
import type { HappeningKind } from './lifecycle/index.ts';
import type { Rates } from './rates.ts';
import type { RouterEvent } from './router.ts';
import { traceOf } from './trace.ts';

/** What follows from a price, whoever tells it and whenever. */
export interface Pricing {
  /** To be told of every entry that changes. */
  changed(account: Account, entry: JournalEntry, kind: HappeningKind): void;
  /** To be told of what an earlier run left: a crash may fall between a price and what follows from it. */
  left(account: Account, entry: JournalEntry): void;
}

export interface PricingContext {
  readonly rates: Rates;
  readonly charges: Charges;
  readonly emit: (event: RouterEvent) => void;
  /** Cancels and insists. */
  readonly giveUp: (account: Account, entry: JournalEntry, why: string) => Promise<JournalEntry>;
}

export function createPricing({ rates, charges, emit, giveUp }: PricingContext): Pricing {
  const refuseDearer = (account: Account, entry: JournalEntry): void => {
    if (entry.state !== 'open' || entry.cancel?.insist || !isDearer(entry, rates)) return;
    giveUp(account, entry, 'dearer than the cap').catch(() => undefined);
  };
  return {
    changed: (account, entry, kind) => {
      const { order } = entry;
      if (kind === 'reported' || kind === 'charge-seen') refuseDearer(account, entry);
      if (kind === 'charge-seen' && order && compareMoney(order.paid, order.quoted) !== 0)
        emit({ type: 'price-differs', ...traceOf(entry), order });
      if (kind === 'bought' || kind === 'surplus') charges.bought(account, entry);
    },
    left: (account, entry) => {
      refuseDearer(account, entry);
      charges.bought(account, entry);
    },
  };
}
