import type { Clock, Dialect, Provider, ProviderPlugin, Shop, Traits } from '@numroute/core';
import type { World, WorldOffer } from '../../world/world.ts';

/** What a case gives to whoever builds the provider. */
export interface Site {
  /** Where the dialect listens, path and all; empty where the subject has no dialect. */
  readonly baseUrl: string;
  /** The only key that the world accepts. It holds `+`, `/` and `=`, as keys may. */
  readonly apiKey: string;
  /** Becomes every time limit of the provider: some cases let the vendor hang. */
  readonly timeoutMs: number;
  /** For a provider that has no wire. */
  readonly world: World;
  /** The world's. A provider that tells times by durations needs it. */
  readonly clock: Clock;
}

/** What the world sells while the kit runs. */
export interface Market {
  /** @default 'USD' */
  readonly currency?: string;
  /** How many decimals the vendor's amounts have, such as 2 for one that counts in cents. @default 6 */
  readonly decimals?: number;
  /** Two in stock, of different services or countries, and one sold out, at least. */
  readonly offers?: readonly WorldOffer[];
  /** When the vendor takes the money, as `traits.charges` says. @default 'purchase' */
  readonly charges?: Traits['charges'];
  /** Whether a cancel brings the money back, as `traits.refundsOnCancel` says. @default true */
  readonly refundsOnCancel?: boolean;
}

/** A promise that is not kept, and why that is right. */
export interface Deviation {
  /** The id of the case, such as `cancel/unknown-order`. */
  readonly case: string;
  /** For the reader of the report: what the vendor does, and where that is written. */
  readonly reason: string;
}

/** A shop that stands between the dialect and the world, and is closed after the case. */
export interface Front extends AsyncDisposable {
  readonly shop: Shop;
}

/** What is put to the proof: anything that is a provider. */
export interface Subject {
  /** The vendor's words, spoken by a server. A function where it remembers: each case gets a new one. */
  readonly dialect?: Dialect | (() => Dialect);
  /** Builds the provider; called several times within a case, as after a restart. */
  create(site: Site): Provider | Promise<Provider>;
  readonly market?: Market;
  /** What a config file loads. Named here, its settings are searched for a key that leaks. */
  readonly plugin?: ProviderPlugin;
  /** What the plugin needs in its settings beside `id`, `apiKey`, `baseUrl` and `allowInsecureHttp`, such as a profile. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * What the dialect sells from, where that is not the world itself: a router over providers of its
   * own, say. Its orders have the ids of the world's. The clock is the world's.
   *
   * @default the world's shop
   */
  readonly front?: (world: World, clock: Clock) => Promise<Front>;
  readonly deviations?: readonly Deviation[];
}
