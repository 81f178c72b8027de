import { can, countedPrice, type Money, type Provider, parseDecimal } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';

/** Sums are kept in such parts of a unit: no amount has more decimal places. */
export const PLACES = 18;

/** What an attempt has cost, or may have. */
export interface Committed {
  readonly currency: string;
  /** In parts of 10^-PLACES; never below zero. */
  readonly units: bigint;
}

/**
 * What an attempt costs, or may cost. A vendor that says less than it offered is not believed before the
 * balance shows it.
 */
export function costOf({ order, charged, maxPrice }: JournalEntry): Money {
  return order ? countedPrice(order) : (charged ?? maxPrice);
}

/** @param provider Undefined where it is no longer configured: then only a refund that was seen is one. */
export function committedOf(entry: JournalEntry, provider: Provider | undefined): Committed {
  const price = costOf(entry);
  if (!isCommitted(entry, provider)) return { currency: price.currency, units: 0n };
  return partsOf(price) ?? partsOf(entry.maxPrice) ?? UNREADABLE;
}

/** No rate leads from here, so it stops the buying instead of counting as nothing. */
const UNREADABLE: Committed = { currency: 'no amount that can be read', units: 1n };

function isCommitted({ money }: JournalEntry, provider: Provider | undefined): boolean {
  if (money === 'free' || money === 'returned') return false;
  if (money !== 'due') return true;
  // Where no balance can be read, the vendor's promise is all the proof there will ever be.
  return !(provider?.manifest.traits.refundsOnCancel && !can(provider, 'fetchBalance'));
}

/** Undefined for what is no amount: one that a vendor named must not stop the books. */
function partsOf({ amount, currency }: Money): Committed | undefined {
  const decimal = parseDecimal(amount);
  if (!decimal || decimal.units < 0n) return undefined;
  return { currency, units: decimal.units * 10n ** BigInt(PLACES - decimal.scale) };
}
