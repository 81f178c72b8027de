import type { Money, NumberFault, Offer, Order, OrderReport } from '@numroute/core';

/** On whose behalf something happened; for the audit trail alone. */
export type Actor = 'buyer' | 'poller' | 'canceller' | 'reconciler' | 'recovery' | 'operator';

/** What can happen to an attempt. Past facts; each is written before anything else follows from it. */
export type Happening =
  /** Before the request leaves. */
  | {
      readonly kind: 'intent';
      readonly want: string;
      readonly offer: Offer;
      readonly maxPrice: Money;
      /** As `AttemptRecord` says. */
      readonly beside?: true;
    }
  /** One request bought more than was wanted. */
  | {
      readonly kind: 'surplus';
      readonly offer: Offer;
      readonly maxPrice: Money;
      readonly order: Order;
    }
  /** Proven that nothing was bought. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** No proof either way. */
  | { readonly kind: 'unheard'; readonly message: string }
  | { readonly kind: 'bought'; readonly order: Order; readonly adopted: boolean }
  | { readonly kind: 'absent' | 'disputed'; readonly evidence: string }
  | {
      readonly kind: 'lost';
      readonly evidence: string;
      /** Where the balance showed how much. */
      readonly charged?: Money;
    }
  /** The vendor said something new about the order. */
  | {
      readonly kind: 'reported';
      readonly report: OrderReport;
      /** A row of a list: as `Hearing` says. */
      readonly aside?: true;
    }
  | {
      readonly kind: 'cancel-wanted';
      readonly why: string;
      readonly insist: boolean;
      readonly notBefore: number;
      /** The order is not what was offered: it is handed to nobody. */
      readonly unlike?: Unlike;
      /** Its number is bad: the vendor is told so, where it can be. */
      readonly fault?: NumberFault;
    }
  /** Before the request leaves. */
  | { readonly kind: 'cancel-asked' }
  | {
      readonly kind: 'cancel-refused';
      readonly notBefore: number;
      readonly message: string;
      /** The vendor will refuse for the rest of the order's life. */
      readonly final?: true;
    }
  /** The vendor's answer to our own request. */
  | { readonly kind: 'cancel-confirmed'; readonly report: OrderReport }
  /** A further SMS; before the request leaves. */
  | { readonly kind: 'another-asked' }
  | { readonly kind: 'another-confirmed'; readonly report: OrderReport }
  /** The number was put in, and the service was asked for a code: from then on the code is waited for. */
  | { readonly kind: 'used' }
  /** Before the request leaves. */
  | { readonly kind: 'finish-asked' }
  /** What the balance showed: the price of an order whose vendor told none, or one below its quote. */
  | { readonly kind: 'charge-seen'; readonly price: Money; readonly evidence: string }
  /** What the balance showed. */
  | { readonly kind: 'refund-seen' | 'refund-missing'; readonly evidence: string };

/** In what an order differs from its offer: a number of another country, or none that can be read. */
export type Unlike = 'country' | 'phone';

/** The names of what may happen to an attempt. */
export type HappeningKind = Happening['kind'];

/** How long a machine has been running: no setting of a clock changes it, and it outlives a process. */
export interface Uptime {
  /** Tells one start of the machine from another. */
  readonly boot: string;
  /** Since that start. */
  readonly ms: number;
}

/** One line of the journal: what happened, to which attempt, and when. */
export type AttemptEvent = Happening & {
  readonly attempt: string;
  /** Milliseconds since 1970, by our clock. */
  readonly at: number;
  /** The same moment by a clock that nobody can set; absent where the journal has none. */
  readonly up?: Uptime;
  readonly by: Actor;
};
