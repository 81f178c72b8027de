import type { Money, NumberFault, Order, OrderRef, Query } from '@numroute/core';
import type { EntryFilter, JournalDisk, SpendOptions, SpendRow, SpentFilter } from '@numroute/journal';
import type {
  Choice,
  CodeOptions,
  MarketQuote,
  QuoteOptions,
  Rate,
  RouterEvent,
  VendorRecord,
} from '@numroute/router';
import type { StepType } from './order-steps.ts';
import type { StandingCount } from './standing.ts';

/** One attempt of a client as the gateway tells of it, under the journal's number. */
export interface OrderRecord {
  /** 1, 2, 3… in this journal, the same after every restart. */
  readonly number: number;
  readonly buyer: string;
  /** What it was bought under. */
  readonly key: string;
  readonly boughtAt: number;
  /** When its state last changed. */
  readonly changedAt: number;
  readonly service: string;
  readonly country: string;
  /**
   * - `doubt`: sent, and the router is still finding out whether it was bought
   * - `none`: proven that nothing was bought
   * - `lost`: charged, or nobody can tell, and the router has stopped looking for the order: no client
   *   will ever be given its number
   */
  readonly state: 'doubt' | 'none' | 'bought' | 'lost';
  /** What it cost; without an order, and of a price below the quote that the balance has not shown, the most it may have. */
  readonly cost: Money;
  /** The cost is or may be ours to pay: neither free nor promised back. */
  readonly isOwed: boolean;
  /** Whether the money is back, as far as it is known. */
  readonly refund: Order['refund'];
  readonly order?: Order;
}

/** What has become of an order, and the order right after it. */
export interface OrderStep {
  readonly number: number;
  /** 1 for the first step of the order; the same whenever it is read. */
  readonly nth: number;
  readonly type: StepType;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly record: OrderRecord;
}

/** A record whose number was bought. */
export type Bought = OrderRecord & { readonly order: Order };

/** Whether its number was bought. */
export const isBought = (record: OrderRecord): record is Bought => record.order !== undefined;

/** One number that a client wants. */
export interface Purchase {
  readonly service: string;
  readonly country?: string | readonly string[];
  readonly maxPrice: Money;
  readonly allowVirtual: boolean;
  readonly choice: Choice;
  readonly buyer: string;
  /** The same key and want get the same purchase, across restarts. */
  readonly key: string;
}

/** A key of the client's own, under which it wants one purchase for ever. */
export interface IdempotencyKey {
  readonly buyer: string;
  readonly key: string;
  /** All that is asked for, as one text. */
  readonly print: string;
}

export interface KeyHistory {
  /** What was asked for when the key came first. */
  readonly print?: string;
  /** What was bought under it, or may have been: under the key itself, or under one that goes on with `/…`. */
  readonly record?: OrderRecord;
}

/** Numbers are bought for it until one brings a code. */
export type CodePurchase = Purchase &
  Required<
    Pick<
      CodeOptions,
      'allowance' | 'deadlineMs' | 'keepOpen' | 'maxSpend' | 'numbers' | 'settleForMs' | 'signal' | 'use'
    >
  >;

/** A number that was bought for a code. */
export interface NumberBought {
  readonly record: Bought;
  /** It was handed out, and may have been put in. */
  readonly isTold: boolean;
  readonly hasCode: boolean;
  /** Why its code is waited for no more: `ended`: its order is over by itself. */
  readonly why?: 'late' | 'unfit' | 'ended';
}

/** What the journal holds of a code that was asked for under a client's key. */
export interface CodeHistory {
  /** What was asked for. */
  readonly print: string;
  readonly askedAt: number;
  /** Its client wants it no more. */
  readonly isAbandoned: boolean;
  /** Every purchase for it. */
  readonly records: readonly OrderRecord[];
  /** In the order in which they were bought. */
  readonly numbers: readonly NumberBought[];
}

/** Which orders are listed: those that fit all that is said. */
export interface OrderFilter {
  readonly buyer?: string;
  /** Only what may still change. */
  readonly open?: boolean;
  /** Bought then or later. */
  readonly since?: number;
}

/** Parts that are absent do not restrict. */
export interface PastFilter
  extends Pick<
    EntryFilter,
    'states' | 'buyer' | 'provider' | 'service' | 'country' | 'sentSince' | 'sentUntil' | 'before'
  > {
  readonly most: number;
}

/**
 * What the gateway needs of a router with a journal: everything bought has a number and an owner,
 * and what is open is kept up to date, so that reading it costs the vendor nothing.
 */
export interface Orders {
  /** Asks everybody for prices, buys nothing. @see Router.quoteMarket */
  quoteMarket(query: Query, options: QuoteOptions): Promise<MarketQuote>;
  /** Buys one number. @throws {NumrouteError} As `Router.buy`. */
  buy(purchase: Purchase): Promise<Bought>;
  /** What is known of a client's own key. */
  recall(key: string, buyer: string): Promise<KeyHistory>;
  /** Writes down what is asked for under such a key, unless it was before; resolves with what was first. */
  claim(key: IdempotencyKey): Promise<string>;
  /**
   * Tries numbers until one brings a code; the journal tells which and what it was.
   *
   * @throws {NumrouteError} As `Router.getCode`. @throws The reason of the signal.
   */
  getCode(purchase: CodePurchase): Promise<void>;
  /** Undefined where none was claimed under the key. */
  recallCode(key: string, buyer: string): Promise<CodeHistory | undefined>;
  /** Writes down that nothing more is to be bought under the key. */
  abandonCode(key: string, buyer: string): Promise<void>;
  /** The attempt of this number, as the journal has it. */
  find(number: number): Promise<OrderRecord | undefined>;
  /** What has become of the attempt of this number, the oldest first. Empty of what no client bought. */
  steps(number: number): Promise<readonly OrderStep[]>;
  /** The newest last. */
  list(filter: OrderFilter): Promise<readonly OrderRecord[]>;
  /** Of clients' orders, the newest first. Reads the journal by pages until there are so many, to its end if need be. */
  past(filter: PastFilter): Promise<readonly OrderRecord[]>;
  /**
   * What the journal's attempts cost, by group and currency. Reads all of the span by pages.
   *
   * @throws {NumrouteError} INVALID_INPUT There is no such zone.
   */
  spend(
    filter: Pick<EntryFilter, 'buyer' | 'sentSince' | 'sentUntil'>,
    options: SpendOptions,
  ): Promise<readonly SpendRow[]>;
  /** What purchases cost or may cost, one sum a currency. @see Journal.spent */
  spent(filter: SpentFilter): Promise<readonly Money[]>;
  /** How many purchases are not over, of clients and of nobody; none that is zero need be told. */
  standing(): readonly StandingCount[];
  /** What the journal takes on the disk; undefined where it is on none, or cannot tell. */
  disk(): Promise<JournalDisk | undefined>;
  /** `insist`: the vendor is asked until the order is over. */
  cancel(record: Bought, how?: { readonly insist?: boolean; readonly fault?: NumberFault }): Promise<Order>;
  /**
   * Tells the vendor that nothing more is wanted of the order.
   *
   * @throws {NumrouteError} As `Router.finish`.
   */
  finish(record: Bought): Promise<Order>;
  /** @throws {NumrouteError} UNSUPPORTED */
  requestAnotherSms(record: Bought): Promise<Order>;
  /** The price in this currency; undefined without a rate. */
  convert(price: Money, currency: string): Money | undefined;
  /** What it converts by. */
  readonly rates: readonly Rate[];
  readonly providers: readonly string[];
  /** What is left at a provider, asked for now. */
  balance(provider: string): Promise<Money>;
  /** What the purchases of the last 60 days there have come to. @throws {NumrouteError} INVALID_INPUT No such provider. */
  trackRecord(provider: string): Promise<VendorRecord>;
  /** There may be news of an order: it is asked for soon. @see Router.hint */
  hint(ref: OrderRef): void;
  /** Keeps a text under a name, durable when it resolves; undefined: none any more. @see Journal.writeNote */
  writeNote(name: string, text: string | undefined): Promise<void>;
  /** @see Journal.readNotes */
  readNotes(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** Until the returned function is called. */
  onChange(listener: (record: OrderRecord) => void): () => void;
  /** Tells each event of the router, until the returned function is called. */
  onEvent(listener: (event: RouterEvent) => void): () => void;
}
