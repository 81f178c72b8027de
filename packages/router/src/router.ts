import type {
  AnyNumrouteError,
  Clock,
  CountryWord,
  Limits,
  Money,
  Offer,
  Order,
  OrderRef,
  OrderReport,
  Provider,
  ServiceWord,
} from '@numroute/core';
import type { EntryFilter, Happening, Journal, JournalEntry } from '@numroute/journal';
import type { Budget } from './buying/limits/budgets.ts';
import type { Ranking, Strategy } from './quoting/rank.ts';
import type { Rates } from './quoting/rates.ts';
import type { Trace } from './trace.ts';

export interface RouterOptions {
  /** The router closes them when it is closed. */
  readonly providers: readonly Provider[];
  /** @default cheapest */
  readonly strategy?: Strategy;
  /** How to compare money across currencies. @default none: only equal currencies are compared */
  readonly rates?: Rates;
  /**
   * Where every purchase is written down before it is made. Without one nothing is bought; reading
   * prices needs none.
   */
  readonly journal?: Journal;
  /** What may be spent at most, by span, provider and buyer. @default no limit but each want's own */
  readonly budgets?: readonly Budget[];
  /**
   * Providers at whose account somebody else buys, too. There a balance proves nothing, and neither
   * does the silence of a list: a purchase whose reply was lost counts as charged, or is for a person.
   */
  readonly sharedAccounts?: readonly string[];
  /** How long an order that was found again waits for somebody to ask for it before it is given up. @default 60_000 */
  readonly unattendedGraceMs?: number;
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
  /** Dearer offers are excluded. As text: `0.50 USD`. */
  readonly maxPrice?: Money | string;
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
    /** Its list was late: what it said last stands in, up to a minute old. Each offer says when it was listed. */
    readonly isLate?: true;
  }[];
}

/** What a buyer asks for. */
export interface Want {
  /** A slug, a name or an alias: `telegram`, `Telegram`, `tg`; or `<provider>:<code>`. */
  readonly service: ServiceWord;
  /**
   * One, several, or absent for wherever it is cheapest. An ISO code or an English name: `DE`, `de`,
   * `Germany`; or `<provider>:<code>`.
   */
  readonly country?: CountryWord | readonly CountryWord[];
}

export interface BuyOptions extends CallOptions {
  /** The most to pay, in any currency there is a rate for. Never loosened. As text: `0.50 USD`. */
  readonly maxPrice: Money | string;
  /**
   * A vendor is told to charge no more than it lists. With this it may charge so much more, as a share
   * of the price from 0 to 1, such as 0.1 for a tenth; but no more than the next offer costs, and never
   * more than `maxPrice`. @default 0
   */
  readonly tolerance?: number | string;
  readonly allowVirtual?: boolean;
  /** Offers to try before giving up. @default 5 */
  readonly attempts?: number;
  /**
   * The caller's own name for this want. What is asked for under one key is bought once: together,
   * later, and after a restart, the same key gives the same order.
   */
  readonly key?: string;
  /** On whose behalf, for budgets and records. */
  readonly buyer?: string;
  /**
   * How long to look for a purchase whose reply was lost before the call gives up with
   * OUTCOME_UNKNOWN. The router goes on looking either way. @default 0: one look
   */
  readonly settleForMs?: number;
}

export interface WatchOptions extends CallOptions {
  /** Not more often than this, nor than the provider's floor. @default as often as the provider's limit allows for all who wait */
  readonly everyMs?: number;
  /** Stop watching after this. @default no limit */
  readonly forMs?: number;
  /**
   * What ends the watch: `message`, the first SMS; `next`, the one that `requestAnotherSms` asked for
   * last, also if it is there already, and where none was asked for, one more than is known when the
   * watch begins; `closed`, only the order's end; `refunded`, the verdict on its money as well: `refund`
   * is `seen` or `missing`. The balance is read for it as soon as the refund is due, a minute after the
   * order's end. That watch ends with the order where no money comes back, because a code came, and
   * where no balance can prove a refund: the vendor tells none, or others buy at the account.
   *
   * @default 'message'
   */
  readonly until?: 'message' | 'next' | 'closed' | 'refunded';
}

export interface CancelOptions extends CallOptions {
  /** @default false */
  readonly insist?: boolean;
}

export interface CloseOptions {
  /**
   * `cancel`: orders without a code that this router bought or was asked about are given up first, as
   * far as the vendor lets us now. What cannot be cancelled yet is cancelled by the next run.
   *
   * @default 'keep'; `await using` cancels
   */
  readonly open?: 'keep' | 'cancel';
}

export interface RecoverOptions extends CallOptions {
  /** `cancel`: open orders of earlier runs that nobody has asked for are given up. @default 'keep' */
  readonly unattended?: 'keep' | 'cancel';
}

/** What is known of everything that was not over. */
export interface Recovery {
  /** As each entry stands now, those that were unresolved or open before. */
  readonly entries: readonly JournalEntry[];
  /** Open orders at a vendor that no journal entry knows. */
  readonly foreign: readonly OrderReport[];
  /** Who could not be asked. */
  readonly silent: readonly { readonly provider: string; readonly error: AnyNumrouteError }[];
}

/** What a person found out on the vendor's site. */
export type Settlement =
  | { readonly kind: 'absent'; readonly evidence: string }
  | { readonly kind: 'lost'; readonly evidence: string }
  | { readonly kind: 'refunded'; readonly evidence: string }
  | { readonly kind: 'not-refunded'; readonly evidence: string }
  | { readonly kind: 'found'; readonly id: string; readonly phone?: string };

export interface Router extends AsyncDisposable {
  /** Asks everybody, buys nothing. A part of the want that is absent compares all at once. */
  quote(want: Partial<Want>, options?: QuoteOptions): Promise<Quote>;

  /**
   * Buys the best-ranked offer for what it costs, going down the ranking as `reactions` says. At most one purchase is
   * under way for a want, and none after one whose outcome is unknown.
   *
   * @throws {NumrouteError} INVALID_INPUT The want or an option is wrong; `field` names it. Nothing was sent.
   * @throws {NumrouteError} NO_OFFER With every attempt and its error, and the cheapest price above the cap.
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
   * With `insist` it is asked again until the order is over, also after the call's signal and after a
   * restart.
   *
   * @throws {NumrouteError} WRONG_STATE The vendor refused and the order is still open.
   */
  cancel(ref: OrderRef, options?: CancelOptions): Promise<Order>;

  /** Tells the vendor that we are done; where it has no such call, the order ends here alone. */
  finish(ref: OrderRef, options?: CallOptions): Promise<Order>;

  /**
   * Asks for one more SMS on the number of a delivered order; `watch(ref, { until: 'next' })` yields it.
   *
   * @throws {NumrouteError} UNSUPPORTED The vendor has no such thing.
   * @throws {NumrouteError} WRONG_STATE There is no code yet, or the order is over.
   */
  requestAnotherSms(ref: OrderRef, options?: CallOptions): Promise<Order>;

  /** What the journal holds; `attempts({ states: ['open'] })` is what is open and paid. */
  attempts(filter?: EntryFilter): Promise<readonly JournalEntry[]>;

  /**
   * Takes up everything that an earlier run left: looks for purchases whose outcome is unknown, asks
   * for open orders, goes on with cancels. The first `buy` does so by itself, and does not wait for it.
   */
  recover(options?: RecoverOptions): Promise<Recovery>;

  /**
   * Settles an attempt by hand.
   *
   * @param number The entry's number in the journal.
   * @throws {NumrouteError} WRONG_STATE The attempt needs no settling, or not like this.
   */
  settle(number: number, settlement: Settlement): Promise<JournalEntry>;

  /** A hint, such as a webhook's, that there is news of an order: it is asked for soon. Never believed. */
  hint(ref: OrderRef): void;

  balance(provider: string, options?: CallOptions): Promise<Money>;

  readonly providers: readonly Provider[];

  /** Lets purchases under way end, stops the lanes and closes the providers. The journal is its owner's to close. */
  close(options?: CloseOptions): Promise<void>;
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
  | ({ readonly type: 'poll-failed'; readonly ref: OrderRef; readonly error: AnyNumrouteError } & Trace)
  | {
      readonly type: 'provider-cooled';
      readonly provider: string;
      readonly untilMs: number;
      readonly error: AnyNumrouteError;
    }
  | { readonly type: 'provider-disabled'; readonly provider: string; readonly error: AnyNumrouteError }
  /** Something was written down about an attempt. */
  | { readonly type: 'attempt-written'; readonly entry: JournalEntry; readonly happening: Happening }
  /** The journal could not be told; what is known is kept in memory until it can. Nothing is bought meanwhile. */
  | { readonly type: 'journal-failed'; readonly provider: string; readonly error: AnyNumrouteError }
  /** Money moved at the account that no attempt explains; negative: it is missing. For a person to look at. */
  | { readonly type: 'balance-unexplained'; readonly provider: string; readonly difference: Money }
  | { readonly type: 'balance-topped-up'; readonly provider: string; readonly amount: Money }
  | ({ readonly type: 'cancel-failed'; readonly ref: OrderRef; readonly error: AnyNumrouteError } & Trace)
  /** A purchase that was in doubt is settled; the account may be bought at again. */
  | ({ readonly type: 'account-opened'; readonly provider: string } & Trace)
  | ({ readonly type: 'account-closed'; readonly provider: string; readonly offer: Offer } & Trace);
