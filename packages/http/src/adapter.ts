import type {
  ErrorCode,
  Manifest,
  Money,
  NumberFault,
  Offer,
  Offers,
  OrderReport,
  Period,
  Query,
  Receipt,
} from '@numroute/core';

/** A request in the adapter's words. Host, key, headers of the connection: none of its business. */
export interface RequestDescription {
  /** @default 'GET', or 'POST' with a form or JSON. `POST`, `PUT` and `PATCH` without either have an empty body. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * Relative to the base URL; absent: the base URL itself. A list is steps, each of which is encoded: what
   * somebody else chose, such as an id, belongs into a step of its own.
   */
  readonly path?: string | readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as `application/json`, in the place of a form. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the key goes in this request, at a vendor with two APIs. A fetched token ignores it. @default the adapter's */
  readonly auth?: KeyPlace;
  /** The longest reply that is read, after decompression. @default 65_536; price lists want more. */
  readonly maxBytes?: number;
}

/** Whatever the vendor answered. A 4xx or 5xx is a reply like any other: its body holds the word. */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** When it came, by our clock, in milliseconds since 1970: from then on the durations count that it tells. */
  readonly at: number;
  /** UTF-8, without byte order mark and surrounding blanks, the key struck out. */
  readonly text: string;
  /**
   * A reply of more than 65,536 bytes in parts, each of which is decoded when it is read: to join them, as
   * `text` does when it is asked for, holds everybody up. `JsonCursor` reads them one by one. They may be
   * read again.
   */
  readonly parts?: Iterable<string>;
  /**
   * Neither a length nor chunks said where the body ends: the connection ended, and the body may be cut
   * off anywhere. JSON proves its own end; a phone at the end of a plain text does not.
   */
  readonly openEnded?: true;
}

/**
 * Sends one request, once: no retry, no redirect, no cache. The key is added after it.
 *
 * @throws {NumrouteError} UNAVAILABLE No whole reply: unreachable, reset, too slow, too long.
 */
export interface Send {
  (request: RequestDescription): Promise<Reply>;
  /**
   * For `Kept`: calls `join` when this caller's turn has come, with what sends the request or is left alone.
   * What was sent goes on when the caller hangs up, because others may wait for it. Absent: a plain function,
   * as a test writes it.
   */
  readonly shared?: <T>(
    request: RequestDescription,
    join: (carry: () => Promise<Reply>) => Promise<T>,
  ) => Promise<T>;
}

/** The codes that say: the vendor refused, and nothing was charged. */
export type RefusalCode = Extract<
  ErrorCode,
  'OUT_OF_STOCK' | 'PRICE_ABOVE_LIMIT' | 'REJECTED' | 'INSUFFICIENT_FUNDS' | 'UNAUTHORIZED' | 'RATE_LIMITED'
>;

/**
 * What a reply to a purchase proves. `rejected` and `accepted` need evidence; whatever is neither
 * is `unknown`, and the money may be gone.
 */
export type PurchaseOutcome =
  | { readonly outcome: 'accepted'; readonly receipt: Receipt }
  | {
      readonly outcome: 'rejected';
      readonly code: RefusalCode;
      readonly word: string;
      readonly price?: Money;
      readonly retryAfterMs?: number;
    }
  | { readonly outcome: 'unknown'; readonly why: string };

/** Where an account's key goes. */
export type KeyPlace =
  | { readonly in: 'query'; readonly name: string }
  | { readonly in: 'form'; readonly name: string }
  /** A field of the body, which every request then has. */
  | { readonly in: 'json'; readonly name: string }
  | { readonly in: 'header'; readonly name: string; readonly prefix?: string }
  /** The last step of every path. */
  | { readonly in: 'path' }
  /** HTTP Basic. The key is the password of `user`; absent: it is both, `user:password`. */
  | { readonly in: 'basic'; readonly user?: string };

/**
 * A token that the vendor gives for the key, for some minutes. It is fetched before the first request that
 * needs it, in the vendor's lane, once for all who ask, and renewed before it ends. A read that answers 401
 * is sent once more with a new one, a purchase never.
 */
export interface FetchedToken {
  readonly in: 'token';
  /** The header that carries it. */
  readonly name: string;
  readonly prefix?: string;
  /** What asks for it, and where the key goes there. */
  readonly request: RequestDescription;
  readonly key: KeyPlace;
  /** @throws {NumrouteError} What the vendor said instead, such as UNAUTHORIZED. */
  read(reply: Reply): { readonly token: string; readonly lifetimeMs: number };
}

/**
 * A vendor as functions over an injected `send`: no key, no socket, no clock, no retry. The optional
 * ones are capabilities: leave out what the vendor cannot do.
 */
export interface Adapter {
  readonly manifest: Manifest;
  /** Where the key goes; it is added last, and nowhere else. */
  readonly auth: KeyPlace | FetchedToken;
  /** What is for sale. @see Provider.listOffers */
  listOffers(send: Send, query: Query): Promise<Offers>;
  /** Two pure functions, so that a purchase cannot be more than one request. */
  readonly purchase: {
    /** @throws {NumrouteError} INVALID_INPUT The offer is not one of this adapter's. Nothing is sent. */
    describe(offer: Offer, maxPrice: Money, attempt?: string): RequestDescription;
    /** Must not throw; if it does, the outcome is unknown. */
    read(reply: Reply, offer: Offer): PurchaseOutcome;
  };
  /** @see Provider.fetchOrder */
  fetchOrder(send: Send, id: string): Promise<OrderReport>;
  /** @see Provider.cancelOrder */
  cancelOrder?(send: Send, id: string): Promise<OrderReport>;
  /** @see Provider.rejectNumber */
  rejectNumber?(send: Send, id: string, fault: NumberFault): Promise<OrderReport>;
  /** @see Provider.finishOrder */
  finishOrder?(send: Send, id: string): Promise<OrderReport>;
  /** @see Provider.requestAnotherSms */
  requestAnotherSms?(send: Send, id: string): Promise<OrderReport>;
  /** @see Provider.listOpenOrders */
  listOpenOrders?(send: Send): Promise<readonly OrderReport[]>;
  /**
   * By the name that `purchase.describe` was given. A report that tells another `attempt` is no answer,
   * which `createHttpProvider` sees to.
   */
  findOrder?(send: Send, attempt: string): Promise<OrderReport>;
  /**
   * The ends of orders that were bought within the period: all pages, or an error. An open order is none, nor
   * is a price of one that is not `finished`, which `createHttpProvider` sees to.
   */
  listHistory?(send: Send, period: Period): Promise<readonly OrderReport[]>;
  /** @see Provider.fetchBalance */
  fetchBalance?(send: Send): Promise<Money>;
}

/** How to reach the vendor. */
export interface ConnectionSettings {
  readonly baseUrl: string;
  /** The key, or what fetches it for each request. In no error and no log line. */
  readonly apiKey: string | (() => string | Promise<string>);
  /** Lets an `http:` base URL through: the key and every code are then readable on the way. @default false */
  readonly allowInsecureHttp?: boolean;
  /**
   * `http://host:port`, or `socks5://host:port`; the proxy resolves the vendor's name. The environment's proxy
   * variables are ignored.
   */
  readonly proxy?: string;
  /** What the proxy wants, `user:password`. It is kept as the key is. */
  readonly proxyAuth?: string;
  /** For a whole read. @default 20_000 */
  readonly timeoutMs?: number;
  /** For a whole purchase; long, because giving up early proves nothing. @default 65_000 */
  readonly purchaseTimeoutMs?: number;
  /** Told once where something deserves it, such as plain http. @default process.emitWarning */
  readonly warn?: (message: string) => void;
}
