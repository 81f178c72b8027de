import type { Money, Order, OrderRef, Provider } from '@numroute/core';
import type { EntryFilter, Journal, JournalEntry } from '@numroute/journal';
import type { Budget } from './buying/limits/budgets.ts';
import type { BuyOptions } from './buying/terms.ts';
import type { CallOptions } from './check.ts';
import type { CloseOptions } from './closing.ts';
import type { CodeOptions, GotCode } from './code/code-terms.ts';
import type { VendorRecord } from './code/track-record.ts';
import type { CodeOfOptions, CodeOfOrder, NumberAtHand } from './code/with-number.ts';
import type { CancelOptions } from './orders/cancel.ts';
import type { WatchOptions } from './orders/watch.ts';
import type { MarketQuote } from './quoting/market-quote.ts';
import type { QuotesOptions } from './quoting/open-market.ts';
import type { Quote, QuoteOptions } from './quoting/quote.ts';
import type { Want } from './quoting/want.ts';
import type { Settlement } from './reconciliation/operator.ts';
import type { RecoverOptions, Recovery } from './reconciliation/recover.ts';

/** What a router is made of. */
export interface RouterOptions extends Omit<QuotesOptions, 'history'> {
  /** Where every purchase is written down before it is made. Its owner closes it. */
  readonly journal: Journal;
  /** What may be spent at most, by span, provider and buyer. @default no limit but each want's own */
  readonly budgets?: readonly Budget[];
  /**
   * Providers at whose account somebody else buys, too. There a balance proves nothing, and neither
   * does the silence of a list: a purchase whose reply was lost counts as charged, or is for a person.
   *
   * @default none
   */
  readonly sharedAccounts?: readonly string[];
  /**
   * How long an order that was found again waits for somebody to ask for it before it is given up, in
   * milliseconds. @default 60_000
   */
  readonly unattendedGraceMs?: number;
  /**
   * Several purchases at once at an account where a lost one can be named: its vendor lists open orders,
   * nobody else buys there, and its receipts tell number and price. `false`: one by one everywhere.
   *
   * @default true
   */
  readonly sideBySide?: boolean;
  /** Ids of wants and attempts. @default crypto.randomUUID */
  readonly newId?: () => string;
}

/** Compares, buys, waits and gives back, over one journal. `createRouter` makes one. */
export interface Router extends AsyncDisposable {
  /** Asks everybody, buys nothing. A part of the want that is absent compares all at once. */
  quote(want: Partial<Want>, options?: QuoteOptions): Promise<Quote>;

  /** As `quote`, in parts: for whole markets, where hundreds of thousands of offers are no surprise. */
  quoteMarket(want: Partial<Want>, options?: QuoteOptions): Promise<MarketQuote>;

  /**
   * Buys the best-ranked offer for what it costs, going down the ranking as `reactions` says. At most one purchase is
   * under way for a want, and none after one whose outcome is unknown.
   *
   * @throws {NumrouteError} INVALID_INPUT The want or an option is wrong; `field` names it. Nothing was sent.
   * @throws {NumrouteError} NO_OFFER With every attempt and its error, and of each limit what could be bought
   *   without it. Where there was nothing to try in the countries and at the providers that were named, the
   *   others are asked for their prices to say so.
   * @throws {NumrouteError} OUTCOME_UNKNOWN A purchase could neither be confirmed nor found again.
   *   Nothing more was bought for this want, and nothing will be at that account until it is settled.
   */
  buy(want: Want, options: BuyOptions): Promise<Order>;

  /**
   * Gets a code: buys a number, hands it to `use`, waits for its SMS, gives it up when it is not worth
   * waiting for any more, and tries the next, until a code comes, the deadline or the money is over. Which
   * number, and how long, is decided by what this journal's orders have shown, unless the router has a
   * strategy of its own. At most one order of the want is open (`atOnce`), and none is left open without
   * somebody who insists on its cancel.
   *
   * @throws {NumrouteError} INVALID_INPUT The want or an option is wrong; `field` names it. Nothing was sent.
   * @throws {NumrouteError} NO_OFFER Not even a first number could be bought.
   * @throws {NumrouteError} NO_CODE Every number that was tried, what they cost and what is promised back;
   *   `cause` is what `use` threw, or why no further number could be bought.
   * @throws {NumrouteError} OUTCOME_UNKNOWN As of `buy`. Nothing more was bought for this want.
   * @throws {NumrouteError} BUDGET_EXCEEDED A budget cannot bear the first number.
   */
  getCode(want: Want, options: CodeOptions): Promise<GotCode>;

  /**
   * Waits for the first SMS of an order. When none has come in time, the order is given up, and a code that
   * comes before its cancel is still returned.
   *
   * @throws {NumrouteError} NO_CODE The order is over, or is being cancelled.
   * @throws {NumrouteError} UNKNOWN_ORDER The journal knows no such order.
   */
  code(ref: OrderRef, options?: CodeOfOptions): Promise<CodeOfOrder>;

  /**
   * Buys a number, lends it to `work`, and ends its order when `work` has ended, well or not: it is finished
   * where a code came, and given up until it is cancelled where none did.
   *
   * @throws {NumrouteError} As `buy`; then nothing was lent.
   * @throws What `work` throws.
   */
  withNumber<T>(want: Want, options: BuyOptions, work: (number: NumberAtHand) => Promise<T>): Promise<T>;

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

  /**
   * What the journal holds; `attempts({ states: ['open'] })` is what is open and paid. All of a long past
   * takes memory and time: `most`, with `after`, turns pages.
   */
  attempts(filter?: EntryFilter): Promise<readonly JournalEntry[]>;

  /**
   * What the purchases of the last 60 days at an account have come to, and what is believed of the next one.
   * Reads them by pages, so others have their turn: some seconds of CPU for 100,000.
   *
   * @throws {NumrouteError} INVALID_INPUT No such provider is configured, or a purchase has no amount that
   *   can be read.
   */
  trackRecord(provider: string): Promise<VendorRecord>;

  /**
   * Takes up everything that an earlier run left: looks for purchases whose outcome is unknown, asks
   * for open orders, goes on with cancels. The first `buy` does so by itself, and does not wait for it.
   * Of more than 500 open orders at an account the rest are asked for afterwards, each in its turn among
   * those that are watched; `entries` has them as they were.
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

  /**
   * What is left at a provider, asked for now.
   *
   * @throws {NumrouteError} UNSUPPORTED, or what the vendor answered.
   */
  balance(provider: string, options?: CallOptions): Promise<Money>;

  readonly providers: readonly Provider[];

  /** Lets purchases under way end, stops the lanes and closes the providers. The journal is its owner's to close. */
  close(options?: CloseOptions): Promise<void>;
}
