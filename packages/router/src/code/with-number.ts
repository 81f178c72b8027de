import { type Message, NumrouteError, type Order, type OrderRef } from '@numroute/core';
import { type EntryFilter, type JournalEntry, refundOf } from '@numroute/journal';
import type { BuyOptions } from '../buying/terms.ts';
import type { CallOptions } from '../check.ts';
import type { CancelOptions } from '../orders/cancel.ts';
import type { WatchOptions } from '../orders/watch.ts';
import type { Rates } from '../quoting/rates.ts';
import type { Want } from '../quoting/want.ts';
import { codeIn } from './code-in.ts';
import { noCode } from './no-code.ts';
import { spendingOf } from './spending.ts';

/** How long the code of one number is waited for. */
export interface CodeOfOptions extends CallOptions {
  /** How long to wait from now, in milliseconds; then the order is given up. @default as long as the order lives */
  readonly withinMs?: number;
}

/** The first SMS of one order. */
export interface CodeOfOrder {
  /** The whole text of the SMS where no code is recognised in it. */
  readonly code: string;
  readonly message: Message;
  readonly order: Order;
}

/** A number that was bought, for as long as somebody works with it. */
export interface NumberAtHand {
  /** International, with a plus. */
  readonly phone: string;
  readonly order: Order;
  /** As `Router.code`. */
  code(options?: CodeOfOptions): Promise<CodeOfOrder>;
}

/** What both are made of: those of `Router`. */
export interface Desk {
  buy(want: Want, options: BuyOptions): Promise<Order>;
  watch(ref: OrderRef, options?: WatchOptions): AsyncIterable<Order>;
  cancel(ref: OrderRef, options?: CancelOptions): Promise<Order>;
  finish(ref: OrderRef): Promise<Order>;
  attempts(filter: EntryFilter): Promise<readonly JournalEntry[]>;
  code(ref: OrderRef, options?: CodeOfOptions): Promise<CodeOfOrder>;
}

export async function codeOf(
  desk: Desk,
  { provider, id }: OrderRef,
  { withinMs, signal }: CodeOfOptions,
  rates: Rates,
): Promise<CodeOfOrder> {
  const ref = { provider, id };
  const call = signal ? { signal } : {};
  for await (const order of desk.watch(ref, {
    ...call,
    ...(withinMs !== undefined && { forMs: withinMs }),
  })) {
    const got = gotIn(order);
    if (got) return got;
  }
  // The vendor is asked once more before it cancels. Where it cannot be asked now, the router goes on.
  const given = await desk.cancel(ref, { insist: true, ...call }).catch((error: unknown) => {
    if (NumrouteError.is(error, 'WRONG_STATE')) return undefined;
    throw error;
  });
  const late = given && gotIn(given);
  if (late) return late;
  const entry = (await desk.attempts({ provider, order: id })).at(-1);
  throw entry
    ? without(entry, withinMs, rates)
    : new NumrouteError('UNKNOWN_ORDER', `${provider}: no order ${id}`, { id });
}

/** Buys a number, lends it, and ends its order afterwards: finished where a code came, given up where none did. */
export async function withNumber<T>(
  desk: Desk,
  want: Want,
  options: BuyOptions,
  work: (number: NumberAtHand) => Promise<T>,
): Promise<T> {
  const order = await desk.buy(want, options);
  const { provider, id, phone } = order;
  const ref = { provider, id };
  try {
    return await work({ phone, order, code: (asked) => desk.code(ref, asked) });
  } finally {
    // Given up, it is cancelled by the router however long that takes; a code that has come is kept.
    const left = await desk.cancel(ref, { insist: true }).catch(() => undefined);
    if (left?.status === 'delivered') await desk.finish(ref).catch(() => undefined);
  }
}

function gotIn(order: Order): CodeOfOrder | undefined {
  const got = codeIn(order);
  return got && { ...got, order };
}

function without(entry: JournalEntry, waitedMs: number | undefined, rates: Rates): NumrouteError<'NO_CODE'> {
  const { offer, order, maxPrice, openedAfterMs = 0, endedAfterMs } = entry;
  const tried = {
    order: { provider: offer.provider, id: order?.id ?? '' },
    offer,
    why: endedAfterMs !== undefined && !entry.cancel ? 'ended' : 'late',
    afterMs: endedAfterMs === undefined ? (waitedMs ?? 0) : Math.max(0, endedAfterMs - openedAfterMs),
    refund: refundOf(entry),
  } as const;
  return noCode(offer, [tried], spendingOf([entry], maxPrice.currency, rates));
}
