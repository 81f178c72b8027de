import type { AnyNumrouteError, OrderReport, OrderStatus } from '@numroute/core';
import type { Due } from '../time/due-heap.ts';
import type { Schedule } from './schedule.ts';

/** What one poll brought: the vendor's report, or why there is none. A failure ends no wait. */
export type News =
  | {
      readonly kind: 'report';
      readonly report: OrderReport;
      /** A row of a list that says more than the answer for the order alone. */
      readonly listed?: true;
    }
  | { readonly kind: 'failed'; readonly error: AnyNumrouteError };

export type Told = (news: News) => void;

/**
 * One order that waits. All times are whole milliseconds since the room opened: small integers
 * weigh nothing in a JavaScript object, and there may be a hundred thousand of these.
 */
export interface PolledOrder extends Due {
  readonly id: string;
  /** Replaced, never changed, so that who is being told may leave meanwhile. */
  listeners: readonly Told[];
  /** How many came before. */
  readonly serial: number;
  readonly bought: number;
  readonly entered: number;
  expires: number;
  floorMs: number;
  /** Up to here nothing is missed. */
  seen: number;
  /** The last answer to a request for this order alone. */
  asked: number;
  failuresInARow: number;
  /** What the last list of open orders had of it. `new`: it was not asked for. */
  row: 'new' | 'listed' | 'missing';
  rowStatus: OrderStatus;
  rowMessages: number;
}

export interface PollPolicy {
  readonly schedule: Schedule;
  readonly horizonMs: number;
  /** No order waits longer for its next poll. */
  readonly gapMs: number;
  /** How long before the order's end the last poll is due. */
  readonly leadMs: number;
  /** By when the last poll of an order that ends then has to begin, or not all would have theirs. @default any time */
  readonly beginsBy?: (expires: number) => number;
}

/** By then the vendor knows that an order has ended. */
const AFTER_THE_END_MS = 2_000;

const MOST_DOUBLINGS = 4;

const GOLDEN = 0.618_033_988_75;

/** When to look at an order next, as it stands now, for a price of one look. */
export function nextDue(order: PolledOrder, now: number, price: number, pollPolicy: PollPolicy): number {
  const { seen, asked, floorMs, failuresInARow } = order;
  const earliest = asked + floorMs * 2 ** Math.min(failuresInARow, MOST_DOUBLINGS);
  if (!isLastCallOpen(order, pollPolicy)) return Math.max(afterLastCall(order, price, pollPolicy), earliest);
  const lastCall = lastCallOf(order, pollPolicy);
  // What was only seen in lists is asked for alone now and then.
  const gapEnd = Math.min(seen, Math.max(asked, order.entered)) + pollPolicy.gapMs;
  const due = Math.min(planned(order, now, price, pollPolicy), gapEnd, lastCall);
  // A failing order backs off, but not past its last call.
  return Math.ceil(Math.max(due, asked + floorMs, Math.min(earliest, lastCall)));
}

/** Whether the last poll before the order's end is still to come, and worth its cost. */
function isLastCallOpen(order: PolledOrder, pollPolicy: PollPolicy): boolean {
  const { asked, bought, entered, expires, seen } = order;
  if (entered >= expires && seen === bought) return false;
  return seen < lastCallOf(order, pollPolicy) && asked < expires;
}

function lastCallOf({ expires, seen }: PolledOrder, { leadMs, beginsBy }: PollPolicy): number {
  const begins = beginsBy?.(expires) ?? expires;
  // Where not all can be asked for at the end, whoever was not looked at for longest is first.
  return begins < expires - leadMs ? begins - (begins - seen) / 4 : expires - leadMs;
}

/** Whether the last poll before the order's end is due. */
export function isLastCall(order: PolledOrder, now: number, pollPolicy: PollPolicy): boolean {
  return now >= lastCallOf(order, pollPolicy) && isLastCallOpen(order, pollPolicy);
}

function planned(order: PolledOrder, now: number, price: number, pollPolicy: PollPolicy): number {
  const { bought, seen } = order;
  if (seen - bought >= pollPolicy.horizonMs) return seen + pollPolicy.gapMs;
  // Between two steps of the price some orders go by the one and the others by the other.
  const step = Math.floor(Math.min(price, pollPolicy.schedule.dearest) + dither(order));
  return bought + pollPolicy.schedule.nextLook(seen - bought, now - bought, step);
}

/** Below 1, always the same for one order, spread evenly over all. */
function dither({ serial }: PolledOrder): number {
  return (serial * GOLDEN) % 1;
}

function afterLastCall(order: PolledOrder, price: number, { gapMs }: PollPolicy): number {
  const { asked, bought, entered, expires, seen } = order;
  const end = expires + AFTER_THE_END_MS;
  if (seen > bought || asked >= entered) return Math.ceil(seen < end ? end : Math.max(seen, asked) + gapMs);
  // It ended before it came here: nothing is lost by leaving the first turns to those that still run.
  return price > 0 ? Math.ceil(entered + (dither(order) * gapMs) / 4) : entered;
}
