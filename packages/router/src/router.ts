import type {
  AnyNumrouteError,
  Clock,
  Limits,
  Money,
  Offer,
  Order,
  OrderRef,
  Provider,
  Query,
} from '@numroute/core';
import type { Journal } from './journal.ts';
import type { Ranking, Strategy } from './rank.ts';
import type { Rates } from './rates.ts';

export interface RouterOptions {
  /** The router closes them when it is closed. */
  readonly providers: readonly Provider[];
  /** @default cheapest */
  readonly strategy?: Strategy;
  /** How to compare money across currencies. @default none: only equal currencies are compared */
  readonly rates?: Rates;
  /** @default memoryJournal() */
  readonly journal?: Journal;
  /** Slower than the manifest, for one's own reasons. Keyed by provider id. */
  readonly limits?: Readonly<Record<string, Limits>>;
  /** How long a price list is believed. @default 5_000 */
  readonly offersTtlMs?: number;
  /** A comparison answers by then; whoever has not is silent. @default 10_000 */
  readonly quoteTimeoutMs?: number;
  /** How long a provider that failed is left alone, times its failures in a row. @default 30_000 */
  readonly coolDownMs?: number;
  readonly onEvent?: (event: RouterEvent) => void;
  /** @default systemClock */
  readonly clock?: Clock;
  /** Ids of wants and attempts. @default crypto.randomUUID */
  readonly newId?: () => string;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface QuoteOptions extends CallOptions {
  /** Dearer offers are excluded. */
  readonly maxPrice?: Money;
  /** Lets virtual (VoIP) numbers into the ranking. @default false */
  readonly allowVirtual?: boolean;
  /** Prices are compared in this currency. @default the cap's, else the first rate's base, else USD */
  readonly currency?: string;
}

/** The ranking, and the providers that gave no offers because they failed. */
export interface Quote extends Ranking {
  readonly currency: string;
  readonly silent: readonly { readonly provider: string; readonly error: AnyNumrouteError }[];
  readonly answered: readonly {
    readonly provider: string;
    readonly offers: number;
    readonly tookMs: number;
  }[];
}

/** What a buyer asks for. */
export interface Want {
  readonly service: string;
  /** One, several, or absent for wherever it is cheapest. */
  readonly country?: string | readonly string[];
}

export interface BuyOptions extends CallOptions {
  /** The most to pay, in any currency there is a rate for. Never loosened. */
  readonly maxPrice: Money;
  readonly allowVirtual?: boolean;
  /** Offers to try before giving up. @default 5 */
  readonly attempts?: number;
}

export interface WatchOptions extends CallOptions {
  /** Ask this often, but never more often than the provider's floor. @default 5_000 */
  readonly everyMs?: number;
  /** Stop watching after this. @default no limit */
  readonly forMs?: number;
  /** `message`: the first SMS ends the watch. @default 'message' */
  readonly until?: 'message' | 'closed';
}

export interface Router extends AsyncDisposable {
  /** Asks everybody, buys nothing. `want.country` absent compares all countries at once. */
  quote(want: Want | Query, options?: QuoteOptions): Promise<Quote>;

  /**
   * Buys the best-ranked offer, going down the ranking as `reactions` says. At most one purchase is
   * under way for a want, and none after one whose outcome is unknown.
   *
   * @throws {NumrouteError} NO_OFFER With every attempt and its error.
   * @throws {NumrouteError} OUTCOME_UNKNOWN A purchase could neither be confirmed nor found again.
   *   Nothing more was bought for this want, and nothing will be at that account until it is settled.
   */
  buy(want: Want, options: BuyOptions): Promise<Order>;

  /** @throws {NumrouteError} UNKNOWN_ORDER */
  fetch(ref: OrderRef, options?: CallOptions): Promise<Order>;

  /** Yields the order as it is now and after each change; ends as `until` says. One failed poll ends nothing. */
  watch(ref: OrderRef, options?: WatchOptions): AsyncIterable<Order>;

  /**
   * Gives the order up. A refusal is not a cancel: the order is asked for and returned if a code came.
   *
   * @throws {NumrouteError} WRONG_STATE The vendor refused and the order is still open.
   */
  cancel(ref: OrderRef, options?: CallOptions): Promise<Order>;

  /** Tells the vendor that we are done; where it has no such call, the order ends here alone. */
  finish(ref: OrderRef, options?: CallOptions): Promise<Order>;

  balance(provider: string, options?: CallOptions): Promise<Money>;

  readonly providers: readonly Provider[];

  /** Lets purchases under way end, stops the lanes and closes the providers. */
  close(): Promise<void>;
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
  | { readonly type: 'purchase-started'; readonly offer: Offer }
  | { readonly type: 'purchase-failed'; readonly offer: Offer; readonly error: AnyNumrouteError }
  | { readonly type: 'purchase-made'; readonly order: Order }
  | { readonly type: 'order-changed'; readonly order: Order }
  | { readonly type: 'poll-failed'; readonly ref: OrderRef; readonly error: AnyNumrouteError }
  | {
      readonly type: 'provider-cooled';
      readonly provider: string;
      readonly untilMs: number;
      readonly error: AnyNumrouteError;
    }
  | { readonly type: 'provider-disabled'; readonly provider: string; readonly error: AnyNumrouteError }
  | { readonly type: 'account-closed'; readonly provider: string; readonly offer: Offer };
