import { compareMoney, type Money } from '@numroute/core';
import type { HappeningKind, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { isDearer } from '../buying/price-cap.ts';
import type { Rates } from '../quoting/rates.ts';
import type { Surcharges } from '../quoting/surcharges.ts';
import type { RouterEvent } from '../router.ts';
import { traceOf } from '../trace.ts';
import type { Charges } from './charges.ts';

/** What follows from a price, whoever tells it and whenever. */
export interface Pricing {
  /** To be told of every entry that changes. */
  changed(account: Account, entry: JournalEntry, before: JournalEntry | undefined, kind: HappeningKind): void;
  /** To be told of what an earlier run left: a crash may fall between a price and what follows from it. */
  left(account: Account, entry: JournalEntry): void;
}

export interface PricingContext {
  readonly rates: Rates;
  readonly charges: Charges;
  readonly surcharges: Pick<Surcharges, 'charged'>;
  readonly emit: (event: RouterEvent) => void;
  /** Cancels and insists. */
  readonly giveUp: (account: Account, entry: JournalEntry, why: string) => Promise<JournalEntry>;
}

export function createPricing({ rates, charges, surcharges, emit, giveUp }: PricingContext): Pricing {
  const refuseDearer = (account: Account, entry: JournalEntry): void => {
    if (entry.state !== 'open' || entry.cancel?.insist || !isDearer(entry, rates)) return;
    giveUp(account, entry, 'dearer than the cap').catch(() => undefined);
  };
  const differs = (price: Money, other: Money): boolean => {
    const same = rates.convert(price, other.currency);
    return !same || compareMoney(same, other) !== 0;
  };
  return {
    changed: (account, entry, before, kind) => {
      const { order } = entry;
      if (kind === 'reported' || kind === 'charge-seen') refuseDearer(account, entry);
      if (order && (!before?.order || differs(order.paid, before.order.paid))) {
        surcharges.charged(entry);
        if (differs(order.paid, order.quoted)) emit({ type: 'price-differs', ...traceOf(entry), order });
      }
      if (kind === 'bought' || kind === 'surplus') charges.bought(account, entry);
    },
    left: (account, entry) => {
      refuseDearer(account, entry);
      charges.bought(account, entry);
    },
  };
}
