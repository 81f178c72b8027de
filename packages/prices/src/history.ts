import type { Clock, Money, Offer } from '@numroute/core';

/** What vendors listed for one service at one moment. */
export interface PriceLook {
  /** A slug such as `telegram`. */
  readonly service: string;
  /** The countries that were asked for. @default all: what is not in the lists any more is gone */
  readonly countries?: readonly string[];
  /** Who answered. Nothing is said of the others. */
  readonly providers: readonly string[];
  /** All that those list, also what came into no question. Of several prices in one pool the least counts. */
  readonly offers: Iterable<Offer>;
  /** Milliseconds since 1970; kept to the second. */
  readonly at: number;
}

/** A price for as long as it stood. */
export interface PriceSpan {
  readonly provider: string;
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
  /** Exact, as the vendor listed it. */
  readonly price: Money;
  /** When the span began; it stands until the stock is out, comes back, has halved or doubled. Null: not told. */
  readonly stock: number | null;
  /** From 0 to 1, to the whole percent, when the span began. */
  readonly successRate?: number;
  /** When it was seen first. Milliseconds since 1970. */
  readonly since: number;
  /** When it was seen last. Milliseconds since 1970. */
  readonly until: number;
  /** The vendor's last list still has it. */
  readonly stands: boolean;
}

/** Which spans are meant. A part that is left out means all. */
export interface PriceFilter {
  readonly service?: string;
  readonly countries?: readonly string[];
  readonly providers?: readonly string[];
  /** Of one pool; null: of offers without one. */
  readonly pool?: string | null;
  /** Those that stood then or later. Milliseconds since 1970. */
  readonly since?: number;
}

/** Where prices are kept, and how many. */
export interface PriceHistoryOptions {
  /** Made where it is not there. Any number of processes may use it at once. */
  readonly file: string;
  /** What ended longer ago is forgotten. Milliseconds. @default 90 days */
  readonly keepMs?: number;
  /** The file's size; beyond it what ended first is forgotten. Bytes, at least 100,000. @default 200,000,000 */
  readonly most?: number;
  readonly clock?: Clock;
}

/**
 * What offers cost over time. A row is written when a price changes, not when it is looked at. All of the
 * last day is kept; of the week before it the span of each hour that stood longest; before that, of each day.
 */
export interface PriceHistory extends AsyncDisposable {
  /**
   * Writes down what changed since the look before, in slices of a few milliseconds.
   *
   * @throws {NumrouteError} UNAVAILABLE It could not be written, or the file is full of prices that stand.
   *   Part of it may be there.
   */
  record(look: PriceLook): Promise<void>;
  /**
   * Pages of spans: by service, provider, country and pool, and of each the oldest first.
   *
   * @throws {NumrouteError} UNAVAILABLE It could not be read.
   */
  spans(filter?: PriceFilter): AsyncIterable<readonly PriceSpan[]>;
  /**
   * Forgets what ended before that time.
   *
   * @param before Milliseconds since 1970.
   * @returns How many spans.
   * @throws {NumrouteError} UNAVAILABLE It could not be written.
   */
  forget(before: number): Promise<number>;
  /** Frees the file. */
  close(): Promise<void>;
}
