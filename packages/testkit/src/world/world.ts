import type {
  Clock,
  Door,
  Message,
  Money,
  NumberFault,
  OrderStatus,
  Shop,
  SuccessRate,
} from '@numroute/core';

/** What the market sells. */
export interface WorldOffer {
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
  /** In the world's currency. */
  readonly price: string;
  readonly stock: number;
  readonly virtual?: true;
  readonly successRate?: SuccessRate;
}

/** What a simulated vendor sells, and how it behaves. */
export interface WorldOptions {
  readonly currency: string;
  readonly offers: readonly WorldOffer[];
  /** What the account holds at first. It is no ledger entry. @default '1000000' */
  readonly funds?: string;
  /** The only key that opens the door. @default a random one */
  readonly secret?: string;
  /** @default the system's */
  readonly clock?: Clock;
  /** An open order expires after this and is refunded. @default 20 minutes */
  readonly lifetimeMs?: number;
  /** A cancel is refused before. @default 0 */
  readonly cancelAfterMs?: number;
  /** From the cancel or expiry to the money; `Infinity` never pays back. @default 0 */
  readonly refundLagMs?: number;
  /** Whether the price of a cancelled order comes back; that of one whose time is up always does. @default true */
  readonly refundsOnCancel?: boolean;
  /** When the price is taken: at the purchase, or with the first SMS, which a poor account does not get. @default 'purchase' */
  readonly charges?: 'purchase' | 'delivery';
  /** What is charged beyond the listed price, as a share of it, such as '0.1'; a buyer's limit holds. @default '0' */
  readonly surcharge?: string;
  /**
   * The id of the first order; later ones count on. Phones do, too: worlds whose orders have different
   * ids sell different numbers. @default 3762
   */
  readonly firstOrder?: number;
  /** The phone of the order with the id 3762 + `n`. @default made up, each once */
  readonly phones?: (country: string, n: number) => string;
  /**
   * Told of every order that was sold, and of whatever changes it, at once; of one that expires when
   * somebody next looks. It must not call the world.
   */
  readonly onOrder?: (order: WorldOrder) => void;
}

/** One movement of a simulated account. */
export interface LedgerEntry {
  readonly at: number;
  readonly kind: 'charge' | 'refund' | 'deposit';
  readonly amount: string;
  readonly order?: string;
}

/** An order as the simulated vendor knows it. */
export interface WorldOrder {
  readonly id: string;
  readonly phone: string;
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
  /** The buyer's own name of the purchase. */
  readonly attempt?: string;
  readonly price: Money;
  readonly status: OrderStatus;
  readonly messages: readonly Message[];
  /** The buyer gave it up because of its number. */
  readonly fault?: NumberFault;
  readonly orderedAt: number;
}

/** Which offers are meant; a part that is left out means all of them, an empty pool those without one. */
export interface OfferMatch {
  readonly service?: string;
  readonly country?: string;
  readonly pool?: string;
}

/** The market as it really is: tests read and move it past the wire. Lists are copies of the moment. */
export interface World {
  readonly secret: string;
  readonly currency: string;
  readonly lifetimeMs: number;
  readonly cancelAfterMs: number;
  /** Opens `shop` for the secret, and for nothing else. */
  readonly door: Door;
  readonly shop: Shop;
  readonly orders: readonly WorldOrder[];
  /** Every movement since the start; `balance` is the first funds and their sum. */
  readonly ledger: readonly LedgerEntry[];
  readonly offers: readonly WorldOffer[];
  /** What the account holds now. */
  balance(): Money;
  /**
   * Text is stored with its code. False, and nothing happens, if the order is closed, or cannot be paid.
   *
   * @throws {NumrouteError} UNKNOWN_ORDER
   */
  receiveSms(orderId: string, message: string | Message): boolean;
  /** @throws {NumrouteError} INVALID_INPUT No offer matches. */
  setPrice(match: OfferMatch, price: string): void;
  /** @throws {NumrouteError} INVALID_INPUT No offer matches. */
  setStock(match: OfferMatch, stock: number): void;
  /** Pays into the account. */
  deposit(amount: string): void;
}
