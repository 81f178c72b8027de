import { type Money, money } from '@numroute/core';
import type { Checkpoint } from '@numroute/journal';
import type {
  Reading,
  Statement,
  StatementEntry,
  StatementTiming,
} from '../../../src/reconciliation/balance/statement.ts';
import { solve, type Verdict } from '../../../src/reconciliation/balance/verdicts.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** ArzanCell's neighbours give an order 20 minutes. */
export const timing: StatementTiming = {
  lifetimeMs: 20 * MINUTE,
  refundLagMs: 15 * SECOND,
  purchaseTimeoutMs: 65 * SECOND,
  maxServerMs: 50 * SECOND,
  expiryMarginMs: 60 * SECOND,
};
export const SETTLED = timing.purchaseTimeoutMs + timing.maxServerMs;
export const OVER = SETTLED + timing.lifetimeMs + timing.refundLagMs;

export const toman = (amount: number | string): Money => money(amount, 'IRT');

export const checkpoint = (
  balance: number,
  held: readonly string[] = [],
  through = held.length,
): Checkpoint => ({
  balance: toman(balance),
  at: 0,
  held,
  through,
});

let last = 0;
export const entry = (
  state: StatementEntry['state'],
  price: number | StatementEntry['price'],
  more: Partial<StatementEntry> = {},
): StatementEntry => {
  last += 1;
  return {
    id: `a${last}`,
    number: last,
    state,
    price: typeof price === 'number' ? toman(price) : price,
    sentAt: 0,
    ...more,
  };
};

export const statement = (
  start: Checkpoint | undefined,
  entries: readonly StatementEntry[],
  more: Partial<Statement> = {},
): Statement => ({ ...(start && { checkpoint: start }), entries, timing, exclusive: true, ...more });

export const reading = (balance: number | Money, at: number): Reading => ({
  balance: typeof balance === 'number' ? toman(balance) : balance,
  askedAt: at,
  answeredAt: at,
});

/** What is said of one entry of a page whose anchor is 100,000 Toman. */
export function said(
  about: StatementEntry,
  others: readonly StatementEntry[],
  balance: number,
  at: number,
  more: Partial<Statement> = {},
): string {
  return words(
    solve(statement(checkpoint(100_000, [], 0), [about, ...others], more), reading(balance, at)),
    about,
  );
}

export function words(verdicts: readonly Verdict[], { id }: StatementEntry): string {
  const found = verdicts.find((one) => one.id === id);
  if (!found) return 'nothing';
  if ('why' in found) return `${found.verdict}: ${found.why}`;
  return 'charged' in found ? `${found.verdict} ${found.charged.amount}` : found.verdict;
}
