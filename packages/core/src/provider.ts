import type { Money } from './money.ts';
import type { Offer, Offers, Query } from './offer.ts';
import type { OrderReport, Receipt } from './order.ts';

/** Comes with every call. The signal is required so that nobody forgets to pass it on. */
export interface Call {
  readonly signal: AbortSignal;
  /**
   * Every request after a method's first goes through it, so that the vendor's limits hold for
   * methods that need several requests. Absent where nobody limits.
   */
  readonly turn?: <T>(send: () => Promise<T>) => Promise<T>;
}

export interface PurchaseCall extends Call {
  /**
   * The most that the vendor may charge for this offer, in the offer's currency: the agreed price, which
   * is the listed one unless the buyer allowed more, and never the buyer's whole cap. Passed on where
   * `traits.priceGuard` says so.
   */
  readonly maxPrice: Money;
  /**
   * The caller's own name of this attempt, never used twice: 1 to 64 letters, digits and dashes. For a
   * vendor that takes its client's own order id; `findOrder` asks for it. Absent where nobody keeps one.
   */
  readonly attempt?: string;
}

/** From one moment to a later one, both included. Milliseconds since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/**
 * What is wrong with a number: `used`, the service knows it already; `refused`, the service takes no such
 * number.
 */
export type NumberFault = 'used' | 'refused';

/** The vendor's speed limits. The router keeps them; adapters do not queue, wait or retry. */
export interface Limits {
  /** Requests allowed in any window of `perMs`, sliding, as the vendor counts them. */
  readonly requests: number;
  readonly perMs: number;
  /** Requests under way at the same time. */
  readonly concurrent: number;
  /** Providers that name the same key share one lane: two accounts behind one address limit. */
  readonly sharedLane?: string;
}

/** Facts about behaviour that no method signature can show. */
export interface Traits {
  /** The vendor itself refuses to sell above `maxPrice`. */
  readonly priceGuard: boolean;
  /** `estimate`: an offer with stock may still be sold out. */
  readonly stock: 'exact' | 'estimate';
  /** The vendor promises the money back for an order that is cancelled without a code. */
  readonly refundsOnCancel: boolean;
  /**
   * When the vendor takes the money: at the purchase, or when the first SMS comes. With `delivery` the
   * balance proves nothing of a purchase or a cancel. @default 'purchase'
   */
  readonly charges?: 'purchase' | 'delivery';
  /**
   * `many`: further SMS come by themselves until the order ends, and nobody has to ask for them.
   * @default 'one'
   */
  readonly messages?: 'one' | 'many';
  /**
   * A listed price of zero is a price: the numbers are the user's own. Elsewhere it is none, and nothing is
   * bought at it. @default false
   */
  readonly free?: true;
}

/** The vendor's clockwork; absent where it is not documented. */
export interface Timing {
  /** Never ask for one order more often than this. */
  readonly pollMs: number;
  /** A cancel is refused before. */
  readonly cancelAfterMs?: number;
  /** The vendor ends an order by itself after this; where an offer says otherwise, the longest of all. */
  readonly lifetimeMs?: number;
}

/** A vendor's own rule about buyers whose numbers get too few codes. */
export interface Conduct {
  /** It looks at whoever bought this many numbers in a day. */
  readonly numbers: number;
  /** And shuts the account below this part that got a code, 0 to 1. */
  readonly minSuccessRate: number;
  readonly per: 'account' | 'service-and-country';
}

/** Frozen, JSON-safe, the same for the provider's whole life. */
export interface Manifest {
  /** Lower-case letters, digits, dashes. Unique within a router. */
  readonly id: string;
  /** The one version number of this contract. Type names carry none. */
  readonly apiVersion: 1;
  readonly limits: Limits;
  readonly traits: Traits;
  readonly timing: Timing;
  /** Absent where the vendor publishes no such rule. */
  readonly conduct?: readonly Conduct[];
}

/**
 * A vendor, spoken to in our words. A plain object or a class; the three required methods are the
 * least a market needs, each optional one is a `Capability`: it is there if the vendor can do it.
 *
 * Every method rejects with the signal's reason and sends nothing if the signal is already aborted,
 * rejects only with a `NumrouteError` otherwise, and lets the account's key into no error.
 */
export interface Provider {
  readonly manifest: Manifest;

  /** The offers for a query. Nothing to sell is an empty list, never an error. */
  listOffers(query: Query, call: Call): Promise<Offers>;

  /**
   * Buys one offer. Sends the vendor exactly one request, once. After it left, the signal is
   * ignored: hanging up does not undo a charge, and the truth is worth the wait.
   *
   * @throws {NumrouteError} OUTCOME_UNKNOWN The vendor may have charged us. **Every other code
   *   promises that nothing was charged**, so that the router may go on to the next offer.
   */
  purchase(offer: Offer, call: PurchaseCall): Promise<Receipt>;

  /** @throws {NumrouteError} UNKNOWN_ORDER */
  fetchOrder(id: string, call: Call): Promise<OrderReport>;

  /**
   * Gives an order up. Cancelling a cancelled order returns it again.
   *
   * @throws {NumrouteError} WRONG_STATE The vendor refused: too early, a code came, or it ended.
   */
  cancelOrder?(id: string, call: Call): Promise<OrderReport>;

  /**
   * Gives an order up because its number is bad, so that the vendor does not sell the number to us again.
   * Otherwise as `cancelOrder`, with its errors.
   */
  rejectNumber?(id: string, fault: NumberFault, call: Call): Promise<OrderReport>;

  /** Tells the vendor that we are done with a delivered order. */
  finishOrder?(id: string, call: Call): Promise<OrderReport>;

  /** Asks for a further SMS on the same number. */
  requestAnotherSms?(id: string, call: Call): Promise<OrderReport>;

  /** Lets a purchase whose outcome is unknown be found again. */
  listOpenOrders?(call: Call): Promise<readonly OrderReport[]>;

  /**
   * The order that was bought under the attempt's name (`PurchaseCall.attempt`), whatever its state. For a
   * vendor that takes its client's own order id with the purchase and looks an order up by it.
   *
   * @throws {NumrouteError} UNKNOWN_ORDER The vendor says that it knows no order by this name.
   */
  findOrder?(attempt: string, call: Call): Promise<OrderReport>;

  /**
   * How orders ended that were bought within the period, as far as the vendor tells it: each once, with a
   * closed status. `cancelled` and `expired` say that the money came back, `gone` that nobody says; only
   * `finished` tells a price. What is open, or not understood, is left out. What is not shown proves nothing.
   */
  listHistory?(period: Period, call: Call): Promise<readonly OrderReport[]>;

  /** What the account holds, in the vendor's currency. Absent: the vendor tells none. */
  fetchBalance?(call: Call): Promise<Money>;

  /** Frees sockets and timers. May be called twice. */
  close?(): Promise<void>;
}
