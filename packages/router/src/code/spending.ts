import { addMoney, compareMoney, type Money, money, NumrouteError, subtractMoney } from '@numroute/core';
import { type JournalEntry, spentOf } from '@numroute/journal';
import { convertDown } from '../buying/agreed-price.ts';
import type { Rates } from '../quoting/rates.ts';

/** What the numbers of one want have cost. */
export interface Spending {
  /** What was spent, is open, in doubt, lost or missing. */
  readonly spent: Money;
  /** What vendors have promised back, and no balance has shown yet. Not in `spent`. */
  readonly promised: Money;
}

/**
 * In one currency.
 *
 * @throws {NumrouteError} INVALID_INPUT A rate is missing, or an attempt has no amount that can be read.
 */
export function spendingOf(entries: readonly JournalEntry[], currency: string, rates: Rates): Spending {
  let [spent, promised] = [money('0', currency), money('0', currency)];
  for (const entry of entries) {
    const cost = spentOf(entry);
    if (!cost) continue;
    const part = rates.convert(cost, currency);
    if (!part) throw NumrouteError.input('rates', `a rate between ${cost.currency} and ${currency}`);
    if (spentOf(entry, [entry.offer.provider])) spent = addMoney(spent, part);
    else promised = addMoney(promised, part);
  }
  return { spent, promised };
}

/** What the next number may cost; undefined where nothing is left. */
export function capOf(
  maxPrice: Money,
  maxSpend: Money,
  { spent }: Spending,
  rates: Rates,
): Money | undefined {
  const left = subtractMoney(maxSpend, spent);
  if (compareMoney(left, money('0', left.currency)) <= 0) return undefined;
  const room = convertDown(left, maxPrice.currency, rates);
  if (!room)
    throw NumrouteError.input('rates', `a rate between ${maxSpend.currency} and ${maxPrice.currency}`);
  return compareMoney(room, maxPrice) < 0 ? room : maxPrice;
}
