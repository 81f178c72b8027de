import type { Money } from '@numroute/core';
import { type Blind, chargeIn, explain } from './equation.ts';
import { entriesSince, type LedgerPage, type Reading, rangeOf } from './page.ts';

/**
 * - `mismatch`: money moved that no attempt explains: a purchase made twice by a proxy or made
 *   elsewhere, a refund that never came, a price that is not the quoted one. `difference` is signed;
 *   a negative one is missing. A matter for a person.
 * - `top-up`: more than all refunds together could bring: somebody paid in at least `amount`.
 * - `blind`: nothing to compare
 */
export type Audit =
  | { readonly audit: 'ok' }
  | { readonly audit: 'mismatch'; readonly difference: Money }
  | { readonly audit: 'top-up'; readonly amount: Money }
  | { readonly audit: 'blind'; readonly why: Blind | 'not-exclusive' };

/**
 * Compares the balance with what the attempts say it should be, refunds promised and due included.
 * Take a new anchor after a mismatch or top-up, as soon as the account is quiet: the older one
 * would repeat it for ever.
 */
export function audit(page: LedgerPage, reading: Reading): Audit {
  if (!page.exclusive) return { audit: 'blind', why: 'not-exclusive' };
  const solutions = explain(page, reading, 'trusted');
  if (typeof solutions === 'string') return { audit: 'blind', why: solutions };
  const { moved, possible, moneyOf } = solutions;
  const gaps = possible.map(({ low, high }) =>
    moved < low ? moved - low : moved > high ? moved - high : 0n,
  );
  const size = (gap: bigint): bigint => (gap < 0n ? -gap : gap);
  const nearest = gaps.reduce((best, gap) => (size(gap) < size(best) ? gap : best));
  if (nearest === 0n) return { audit: 'ok' };
  const everything = possible.at(-1);
  return everything && moved > everything.high
    ? { audit: 'top-up', amount: moneyOf(nearest) }
    : { audit: 'mismatch', difference: moneyOf(nearest) };
}

/**
 * What the vendor really charged for orders whose price was only known within bounds, by attempt
 * id. The balance is the only one to tell where the reply to a purchase names no price.
 */
export function learnPrices(page: LedgerPage, reading: Reading): ReadonlyMap<string, Money> {
  const learned = new Map<string, Money>();
  if (!page.exclusive || !page.anchor) return learned;
  const solutions = explain(page, reading, 'doubted');
  if (typeof solutions === 'string') return learned;
  for (const { id, price } of entriesSince(page.anchor, page.entries)) {
    const riddle = solutions.riddles.get(id);
    const { least, most } = rangeOf(price);
    if (
      !riddle ||
      least.amount === most.amount ||
      page.anchor.held.includes(id) ||
      page.anchor.overdue?.includes(id)
    )
      continue;
    const charged = chargeIn(riddle, solutions);
    if (charged) learned.set(id, charged);
  }
  return learned;
}
