import type { Money, OrderRef } from '@numroute/core';
import type { CodeHistory, NumberBought, OrderRecord } from '../orders/orders.ts';
import type { Client } from './client.ts';
import { termsIn } from './wish.ts';

/** A code that a client wants, as it is now. */
export interface Code {
  readonly id: string;
  readonly service: string;
  /**
   * - `searching`: a number is being bought, or the last one is being given up
   * - `waiting`: a number is at hand, and its code is waited for
   * - `got`: there is a code
   * - `failed`: no further number is bought
   */
  readonly state: 'searching' | 'waiting' | 'got' | 'failed';
  /** Nothing more happens to it, unless its client goes on. */
  readonly isOver: boolean;
  readonly askedAt: number;
  /** From then on it is of no use. */
  readonly deadlineAt: number;
  /** Every purchase for it, whatever became of it. */
  readonly records: readonly OrderRecord[];
  /** In the order in which they were bought. */
  readonly numbers: readonly NumberOfCode[];
  /** What the client owes for all of them, in the currency of the most that it spends. */
  readonly spent: Money;
  /** Why it failed. */
  readonly failure?: Failure;
}

/** A number that was bought for a code; `nth` is 1 for the first. */
export type NumberOfCode = NumberBought & { readonly nth: number };

/** What ended it: an error, its client, its time, or a restart of this server. */
export type Failure =
  | { readonly why: 'cancelled' | 'late' | 'interrupted' }
  | { readonly why: 'error'; readonly error: unknown };

/** What this run knows of a code beside what is written down. */
export interface Progress {
  readonly isSearched: boolean;
  /** The numbers that the client called unfit, by `nameOf` of their orders. */
  readonly unfit: ReadonlySet<string>;
  /** What ended the search in this run. */
  readonly error?: unknown;
}

export const nameOf = ({ provider, id }: OrderRef): string => `${provider} ${id}`;

export function codeAsItIs(
  id: string,
  history: CodeHistory,
  { isSearched, unfit, error }: Progress,
  client: Client,
  now: number,
): Code {
  const { print, askedAt, isAbandoned, records } = history;
  const { service, currency, withinMs } = termsIn(print);
  const deadlineAt = askedAt + withinMs;
  const numbers = history.numbers.map((one, at): NumberOfCode => {
    const isUnfit = !one.hasCode && unfit.has(nameOf(one.record.order));
    return { ...one, nth: at + 1, ...(isUnfit && { why: 'unfit' }) };
  });
  const owed = records.filter(({ isOwed }) => isOwed).map(({ cost }) => cost);
  const spent = client.priceOfAll(owed, currency);
  const isAtHand = numbers.some(({ isTold, why }) => isTold && why === undefined);
  const failure = (): Failure | undefined => {
    if (isAbandoned) return { why: 'cancelled' };
    if (isSearched) return undefined;
    if (error !== undefined) return { why: 'error', error };
    if (now >= deadlineAt) return { why: 'late' };
    return isAtHand ? undefined : { why: 'interrupted' };
  };
  const base = { id, service, askedAt, deadlineAt, records, numbers, spent };
  if (numbers.some(({ hasCode }) => hasCode)) return { ...base, state: 'got', isOver: !isSearched };
  const failed = failure();
  if (failed) return { ...base, state: 'failed', isOver: !isSearched, failure: failed };
  return { ...base, state: isAtHand ? 'waiting' : 'searching', isOver: false };
}
