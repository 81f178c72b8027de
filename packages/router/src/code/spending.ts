import { addMoney, compareMoney, type Money, money, NumrouteError, subtractMoney } from '@numroute/core';
import { type JournalEntry, spentOf } from '@numroute/journal';
import { convertDown } from '../buying/agreed-price.ts';
import type { Rates } from '../quoting/rates.ts';
import type { CodeTerms } from './code-terms.ts';

/** What the numbers of one want have cost. */
export interface Spending {
  /** What was spent, is open, in doubt, lost or missing. */
  readonly spent: Money;
  /** What vendors have promised back, and no balance has shown yet. Not in `spent`. */
  readonly promised: Money;
}

/**
 * What attempts come to in one currency, such as all of one want: `journal.list({ want })`.
 *
 * @throws {NumrouteError} INVALID_INPUT A rate is missing, or an attempt has no amount that can be read.
 */
export function spendingOf(entries: readonly JournalEntry[], currency: string, rates: Rates): Spending {
  let [spent, promised] = [money('0', currency), money('0', currency)];
  for (const entry of entries) {
    const cost = spentOf(entry);
    if (!cost) continue;
    // What was charged in a currency that no rate leads from is being given up: it counts as its cap.
    const part = rates.convert(cost, currency) ?? rates.convert(entry.maxPrice, currency);
    if (!part) throw NumrouteError.input('rates', `a rate between ${cost.currency} and ${currency}`);
    if (spentOf(entry, [entry.offer.provider])) spent = addMoney(spent, part);
    else promised = addMoney(promised, part);
  }
  return { spent, promised };
}

/** What attempts cost or may cost, without those whose money a vendor has promised back. */
export const owedFor = (entries: readonly JournalEntry[]): readonly Money[] =>
  entries.flatMap((entry) => spentOf(entry, [entry.offer.provider]) ?? []);

/** What the next number may cost; undefined where nothing is left. @throws {NumrouteError} INVALID_INPUT A rate is missing. */
export function capOf(
  entries: readonly JournalEntry[],
  { each: { maxPrice }, maxSpend, allowance }: CodeTerms,
  rates: Rates,
): Money | undefined {
  const { spent } = spendingOf(entries, maxSpend.currency, rates);
  const owed = owedFor(entries);
  const limits = [subtractMoney(maxSpend, spent), ...(allowance ? [allowance(owed)] : [])];
  let cap = maxPrice;
  for (const limit of limits) {
    if (!limit || compareMoney(limit, money('0', limit.currency)) <= 0) return undefined;
    const room = convertDown(limit, maxPrice.currency, rates);
    if (!room)
      throw NumrouteError.input('rates', `a rate between ${limit.currency} and ${maxPrice.currency}`);
    if (compareMoney(room, cap) < 0) cap = room;
  }
  return cap;
}
