import type { Money } from '@numroute/core';
import type { ProfileName } from '@numroute/sms-activate';

/** Added to what a number costs us. Exact; rounded up, once, at the end. */
export interface Margin {
  /** Of the cost, such as `12.5`; 1,000 at most. @default '0' */
  readonly percent?: string;
  /** In the client's currency, on top. @default '0' */
  readonly fixed?: string;
}

/** What a client may spend. Refunded orders do not count, orders in doubt count in full. */
export interface BudgetSettings extends Money {
  /** Days and months are UTC's. */
  readonly per: 'day' | 'month' | 'total';
}

/** One program, or one person, that holds a token of this gateway. */
export interface ClientSettings {
  /** Lower-case letters, digits, dashes. Written to the journal with every purchase: never reuse one. */
  readonly id: string;
  /** SHA-256 of the token in hex, as `numroute token` prints it. The token itself is kept nowhere. */
  readonly tokenHash: string;
  /** Prices, budget and REST amounts are in it. @default 'USD' */
  readonly currency?: string;
  readonly budget: BudgetSettings;
  /** @default 20 requests per 1_000 ms */
  readonly rate?: { readonly requests: number; readonly perMs: number };
  /** Canonical services it may see and buy. @default all */
  readonly services?: readonly string[];
  /** ISO 3166-1 alpha-2 codes it may see and buy in. @default all */
  readonly countries?: readonly string[];
  readonly margin?: Margin;
  /** What one number may cost a client that sends no cap. @default the price it was shown */
  readonly maxPrice?: Money;
  /** VoIP numbers, too. @default false */
  readonly allowVirtual?: boolean;
  /** May read metrics and the vendors' balances, and sees which vendor sells what. @default false */
  readonly operator?: boolean;
  /** Where it is told what becomes of its orders. @default nowhere */
  readonly webhook?: WebhookSettings;
}

/** Where a client is told what becomes of its orders. */
export interface WebhookSettings {
  readonly url: string;
  /** With what it is signed: 24 to 64 bytes in base64, after `whsec_` or without it. */
  readonly secret: string;
}

/** How a client that asks again, because it did not hear an answer, gets the same number. */
export interface RepeatSettings {
  /**
   * How long an unheard answer waits for a client that asks again. Longer than any client's
   * time-out. When nobody came, the order is cancelled.
   * @default 180_000
   */
  readonly windowMs?: number;
}

/** Which prices are looked at every so often and kept, and how many of them. */
export interface PriceHistorySettings {
  /** A SQLite file of its own, made where it is not there: neither the journal nor that of another program. */
  readonly file: string;
  /** Canonical services. Each look asks each vendor for a list of each of them, as a client that compares does. */
  readonly services: readonly string[];
  /** Between two looks, in milliseconds. @default 600_000 */
  readonly everyMs?: number;
  /** What ended longer ago is forgotten. Milliseconds. @default 90 days */
  readonly keepMs?: number;
  /** The file's size in bytes; beyond it what ended first is forgotten. @default 200_000_000 */
  readonly most?: number;
}

/** Where the gateway listens, for whom, and on which terms. */
export interface GatewaySettings {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Names under which it is reached, such as that of a server with TLS in front. A request to any other
   * name is refused; `localhost`, `host` and IP addresses always pass.
   * @default []
   */
  readonly hosts?: readonly string[];
  /**
   * Addresses, or networks such as `10.0.0.0/8`, of servers in front: what they say in `X-Forwarded-For`
   * is where a client comes from. Without them all clients behind such a server share its address.
   * @default []
   */
  readonly proxies?: readonly string[];
  /** 0: any free one. @default 8080 */
  readonly port?: number;
  readonly clients: readonly ClientSettings[];
  /** Whose words `/stubs/handler_api.php` speaks. @default 'classic' */
  readonly profile?: ProfileName;
  /**
   * Whether the same request after an unheard answer gets the same order. False: every request is
   * a purchase of its own.
   * @default {}
   */
  readonly repeats?: RepeatSettings | false;
  /** @default 10_000 */
  readonly maxConnections?: number;
  /**
   * How long a price list is shown before the router is asked again, in milliseconds. A list of many
   * services is shown until the new one is put together, for a minute at most. @default 5_000
   */
  readonly pricesTtlMs?: number;
  /** Absent: no price is kept. */
  readonly priceHistory?: PriceHistorySettings;
  /**
   * Where vendors' webhooks are taken, as hints: at `/hooks/<secret>/<provider>`, with a secret of 32 letters and
   * digits or more that nobody can guess. @default nowhere
   */
  readonly hooks?: { readonly secret: string };
  /**
   * `private`: clients' webhooks may lead to addresses of this machine and its network, and need no TLS.
   * @default { private: false }
   */
  readonly webhooks?: { readonly private: boolean };
  /** A folder that is served at `/`; false: none. @default the price board */
  readonly pages?: string | false;
}
