import type { AnyNumrouteError, Money, Offer, Operation, Order, OrderRef } from '@numroute/core';
import type { Happening, JournalEntry } from '@numroute/journal';

/** Which purchase an event is about. */
export interface Trace {
  /** The attempt's id in the journal. */
  readonly attempt: string;
  /** The `buy` that it was made for; absent for what one request bought beyond what was wanted. */
  readonly want?: string;
}

export function traceOf({ id, want }: Pick<JournalEntry, 'id' | 'want'>): Trace {
  return { attempt: id, ...(want !== undefined && { want }) };
}

/** Past facts, `noun-verb`. Observers may not change anything and may not throw. */
export type RouterEvent =
  | {
      readonly type: 'offers-listed';
      readonly provider: string;
      readonly count: number;
      readonly tookMs: number;
    }
  | { readonly type: 'offers-failed'; readonly provider: string; readonly error: AnyNumrouteError }
  | ({ readonly type: 'purchase-started'; readonly offer: Offer } & Trace)
  | ({ readonly type: 'purchase-failed'; readonly offer: Offer; readonly error: AnyNumrouteError } & Trace)
  | ({ readonly type: 'purchase-made'; readonly order: Order } & Trace)
  | ({ readonly type: 'order-changed'; readonly order: Order } & Trace)
  /** An order cost another price than the quoted one, as its vendor or the balance says: `order.paidSource`. */
  | ({ readonly type: 'price-differs'; readonly order: Order } & Trace)
  /**
   * The vendor sold something else than the offer, and the order is given up: a number of another country
   * (`told`: its name or calling code), or one whose phone cannot be read.
   */
  | ({
      readonly type: 'order-differs';
      readonly order: Order;
      readonly what: 'country' | 'phone';
      readonly told?: string;
    } & Trace)
  /**
   * The latest orders of a service brought no code, at several vendors and for several wants, which chance
   * alone would hardly do: the service, or who asks it, may be to blame. Told once, and again after a code.
   * Orders are counted from the first `getCode` or ranking by `value` on.
   */
  | { readonly type: 'service-silent'; readonly service: string; readonly orders: number }
  /** A number brought no code in time (`late`), or its user could do nothing with it (`unfit`); the order is being cancelled. */
  | ({
      readonly type: 'number-given-up';
      readonly order: Order;
      readonly why: 'late' | 'unfit';
      /** How long its code was waited for, in milliseconds. */
      readonly afterMs: number;
    } & Trace)
  | ({ readonly type: 'poll-failed'; readonly ref: OrderRef; readonly error: AnyNumrouteError } & Trace)
  | {
      readonly type: 'provider-cooled';
      readonly provider: string;
      readonly untilMs: number;
      readonly error: AnyNumrouteError;
    }
  | { readonly type: 'provider-disabled'; readonly provider: string; readonly error: AnyNumrouteError }
  /** Something was written down about an attempt. `before`: the entry as it was; absent where it begins. */
  | {
      readonly type: 'attempt-written';
      readonly entry: JournalEntry;
      readonly before?: JournalEntry;
      readonly happening: Happening;
    }
  /** A call to a vendor is over. Lists that are kept are no calls. */
  | {
      readonly type: 'call-ended';
      readonly provider: string;
      readonly operation: Operation;
      /** The attempt that it made, or looked for. */
      readonly attempt?: string;
      /** The vendor's id of the order that it was about. */
      readonly order?: string;
      /** How long it waited for its turn in the vendor's lane, in milliseconds. */
      readonly waitedMs: number;
      /** From its turn to its answer, in milliseconds. Absent: it never had a turn, and nothing was sent. */
      readonly tookMs?: number;
      /** Absent where it succeeded, or nobody wanted its answer any more. */
      readonly error?: AnyNumrouteError;
      /** Whoever asked wanted it no more. */
      readonly isAborted?: true;
    }
  /** The journal could not be told; what is known is kept in memory until it can. Nothing is bought meanwhile. */
  | { readonly type: 'journal-failed'; readonly provider: string; readonly error: AnyNumrouteError }
  /** Money moved at the account that no attempt explains; negative: it is missing. For a person to look at. */
  | { readonly type: 'balance-unexplained'; readonly provider: string; readonly difference: Money }
  | { readonly type: 'balance-topped-up'; readonly provider: string; readonly amount: Money }
  | ({ readonly type: 'cancel-failed'; readonly ref: OrderRef; readonly error: AnyNumrouteError } & Trace)
  /** A purchase that was in doubt is settled; the account may be bought at again. */
  | ({ readonly type: 'account-opened'; readonly provider: string } & Trace)
  | ({ readonly type: 'account-closed'; readonly provider: string; readonly offer: Offer } & Trace);

/** Tells whoever observes the router. Never throws. */
export type Emit = (event: RouterEvent) => void;

export function createEmit(onEvent: ((event: RouterEvent) => void) | undefined): Emit {
  return (event) => {
    try {
      onEvent?.(event);
    } catch {
      // An observer's failure is no reason to lose an order.
    }
  };
}
