import type { Dialect } from '@numroute/core';
import type { WorldOffer, WorldOptions } from '@numroute/testkit';

/** One vendor to play, and how a config names it. */
export interface StandIn {
  /** What the command line calls it, such as `fivesim`. */
  readonly name: string;
  readonly title: string;
  readonly dialect: Dialect;
  /** The package of its adapter. */
  readonly plugin: string;
  /** What the plugin needs beside `id`, `apiKey`, `baseUrl` and `allowInsecureHttp`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly currency: string;
  readonly funds: string;
  readonly goods: readonly Goods[];
  /** When it takes money, and whether a cancel brings it back. @default at the purchase, and back */
  readonly money?: Pick<WorldOptions, 'charges' | 'refundsOnCancel'>;
  /** A cancel is refused before. @default 0 */
  readonly cancelAfterMs?: number;
  /** @default the world's */
  readonly lifetimeMs?: number;
  /** The query of a first try, where it is known. */
  readonly tryOut?: (key: string) => string;
}

/** What it sells, and how numbers of it do. */
export interface Goods extends WorldOffer {
  readonly luck?: Luck;
}

export interface Luck {
  /** The share of orders that get an SMS, from 0 to 1. */
  readonly share: number;
  readonly afterMs: number;
}
