import type { Conduct, ErrorCode, Limits } from '@numroute/core';
import type { KeyPlace } from '@numroute/http';
import type { SmsActivateCountry } from './ids/countries.ts';
import type { PriceSource } from './prices/source.ts';

/** What a request is for; the actions and the words of a site differ by it. */
export type Task = 'balance' | 'offers' | 'purchase' | 'status' | 'setStatus' | 'active';

/** One site of the dialect as data: what it deviates in, and nothing that runs. */
export interface Profile {
  /** Lower-case letters, digits, dashes; the default id of the provider. */
  readonly id: string;
  /** What no document or recording of this site says, and the reference's way is taken for. */
  readonly assumed: readonly Fact[];
  /** With its path. Absent where every site of the profile has its own. */
  readonly baseUrl?: string;
  /** Of prices and balance, which come without one. ISO 4217 letters. */
  readonly currency: string;
  /** Where the account's currency is chosen by the request. */
  readonly currencyParameter?: {
    readonly name: string;
    /** What stands for each currency that the site knows. */
    readonly values: Readonly<Record<string, string>>;
    /** Which requests need it: those with an amount, or every one. */
    readonly in: 'priced' | 'all';
  };
  readonly auth:
    | { readonly in: 'query'; readonly name: string }
    | { readonly in: 'header'; readonly name: string; readonly prefix?: string };

  readonly balance: {
    readonly action: 'getBalance';
  };
  readonly offers: PriceSource;
  /** Where the site tells more of one service than in its whole list; absent: `offers` for that, too. */
  readonly offersOfService?: PriceSource;
  /** What tells the stock of a country's services where `offers` does not; absent: nothing does. */
  readonly stocks?: {
    readonly action: 'getNumbersStatus';
  };
  readonly purchase: {
    /** `getNumberV2` answers in JSON and tells the price. */
    readonly action: 'getNumber' | 'getNumberV2';
    /** The name of the cap; absent: the site has none. Absent or assumed, `traits.priceGuard` is false. */
    readonly maxPrice?: 'maxPrice' | 'max_price';
    /** What picks the offer's pool; absent: the site lists none. */
    readonly pool?: 'operator' | 'providerIds';
    /** A header of the reply that tells what was charged, in lower case. */
    readonly priceHeader?: string;
  };
  readonly status: {
    /** `getStatusV2` answers in JSON; words all the same. */
    readonly action: 'getStatus' | 'getStatusV2';
    /** What tells the whole SMS where `action` tells its code alone; absent: nothing that is known. */
    readonly fullText?: 'getStatusV2' | 'getFullSms' | 'getAllSms';
  };
  readonly setStatus: {
    readonly cancel: '8' | '-1' | '10';
    readonly finish?: '6';
    readonly another?: '3';
  };
  /** The list of open orders; absent: the site has none that is known. */
  readonly active?: {
    readonly action: 'getActiveActivations' | 'getCurrentActivations' | 'getCurrentActivationsList';
    readonly parameters?: Readonly<Record<string, string>>;
    /** It comes in pages: so many rows at most, counted from `start`. */
    readonly pages?: { readonly start: string; readonly limit: string; readonly rows: number };
    /** What stands in the place of a list without rows; absent: an empty list, or `NO_ACTIVATIONS`. */
    readonly none?: 'null';
    /** The states of a row that is over. @default 6, 7, 8 and 10 */
    readonly closed?: readonly string[];
  };
  /** What a second API of the site tells of orders that are over; absent: nothing does. */
  readonly history?: {
    /** Below what the base URL is without the path of the profile's own. */
    readonly path: string;
    readonly auth: KeyPlace;
    /** The most rows of a page. */
    readonly rows: number;
    /** How an order ended, by the state of its row. */
    readonly ends: Readonly<Record<string, 'finished' | 'cancelled'>>;
  };

  /** Words that mean something else here than in the table, by task. */
  readonly words?: Partial<Readonly<Record<Task, Readonly<Record<string, WordCode>>>>>;
  /** `own`: the site has country ids of its own, and `countries` has them all. @default the family's table */
  readonly countryIds?: 'own';
  /**
   * Our country by their id, where it differs from the family's table; null: this site uses the id
   * for another country, or does not sell it.
   */
  readonly countries?: Readonly<Record<string, string | SmsActivateCountry | null>>;
  /** `own`: the site has service codes of its own, and `services` has them all. @default the family's table */
  readonly serviceIds?: 'own';
  /** Our service by their code, where it differs from the family's table; null: it means something else here. */
  readonly services?: Readonly<Record<string, string | null>>;
  /** Phones come without their country's calling code. */
  readonly nationalPhones?: true;
  /** The site sells one country only and has no country parameter; its id in the price list. */
  readonly onlyCountry?: string;

  readonly cancelAfterMs?: number;
  readonly lifetimeMs?: number;
  readonly conduct?: readonly Conduct[];
  /** Never ask for one order more often. */
  readonly pollMs: number;
  readonly limits: Limits;
}

/** What may be assumed of a site. */
export type Fact =
  | 'baseUrl'
  | 'currency'
  | 'currencyParameter'
  | 'balance'
  | 'offers'
  | 'purchase'
  | 'purchase.maxPrice'
  | 'status'
  | 'setStatus'
  | 'setStatus.cancel'
  | 'setStatus.finish'
  | 'setStatus.another'
  | 'active'
  | 'active.parameters'
  | 'countries'
  | 'services'
  | 'nationalPhones'
  | 'cancelAfterMs'
  | 'lifetimeMs'
  | 'pollMs'
  | 'limits';

/** What a word may mean. */
export type WordCode = Extract<
  ErrorCode,
  | 'OUT_OF_STOCK'
  | 'PRICE_ABOVE_LIMIT'
  | 'REJECTED'
  | 'INSUFFICIENT_FUNDS'
  | 'UNAUTHORIZED'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'UNKNOWN_ORDER'
  | 'WRONG_STATE'
>;
