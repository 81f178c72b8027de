import { type Clock, type Limits, type Provider, systemClock } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import { createVendor, type Vendor } from '../account/vendor.ts';
import { check, milliseconds } from '../check.ts';
import { createEmit, type Emit, type RouterEvent } from '../events.ts';
import { type Lanes, openLanes, type Paced } from '../lane/lanes.ts';
import { withOfferCache } from '../lane/offer-cache.ts';
import { createLateLists } from './late-lists.ts';
import type { Market } from './quote.ts';
import { cheapest, type Strategy } from './rank.ts';
import { createRates, type Rates } from './rates.ts';

/** What compares prices: providers, rates, and how they are ranked. */
export interface QuotesOptions {
  /** Closed with the router, or with the quotes. */
  readonly providers: readonly Provider[];
  /** @default cheapest */
  readonly strategy?: Strategy;
  /** Orders from which strategies such as `value` learn. A router learns from its own journal. @default none */
  readonly history?: Pick<Journal, 'list'>;
  /** How to compare money across currencies. @default none: only equal currencies are compared */
  readonly rates?: Rates;
  /** Slower than the manifest, for one's own reasons. Keyed by provider id. */
  readonly limits?: Readonly<Record<string, Limits>>;
  /** How long a price list is believed, in milliseconds. @default 5_000 */
  readonly offersTtlMs?: number;
  /** A comparison answers by then; whoever has not is silent. Milliseconds. @default 10_000 */
  readonly quoteTimeoutMs?: number;
  /** How long a provider that failed is left alone, times its failures in a row. Milliseconds. @default 30_000 */
  readonly coolDownMs?: number;
  /** Told of everything that happens. What it throws changes nothing. */
  readonly onEvent?: (event: RouterEvent) => void;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** One vendor within its lane, and what the lane keeps. */
export interface Stall extends Omit<Paced, 'provider'> {
  readonly vendor: Vendor;
}

/** Every vendor within its lane, and what their price lists are compared by. */
export interface OpenMarket extends Omit<Market, 'surcharges' | 'vendors'> {
  /** In the order of the configuration. */
  readonly stalls: readonly Stall[];
  readonly lanes: Lanes;
}

/**
 * @param isUsed An earlier run may just have used up the vendors' limits.
 * @throws {NumrouteError} INVALID_INPUT Two providers with one id, or limits or times that are none.
 */
export function openMarket(options: QuotesOptions, isUsed: boolean): OpenMarket {
  const {
    providers,
    strategy = cheapest,
    rates = createRates(),
    limits,
    offersTtlMs = 5_000,
    quoteTimeoutMs = 10_000,
    coolDownMs = 30_000,
    onEvent,
    clock = systemClock,
  } = options;
  check(options, { offersTtlMs: milliseconds, quoteTimeoutMs: milliseconds, coolDownMs: milliseconds });
  const emit: Emit = createEmit(onEvent);
  const lateLists = createLateLists(clock);
  const lanes = openLanes(providers, { limits, clock, isUsed, emit });
  const stalls = lanes.paced.map(({ provider, ...kept }, position) => {
    const cached = withOfferCache(lateLists.measured(provider), offersTtlMs, clock);
    return { vendor: createVendor(cached, position, coolDownMs, { clock, emit }), ...kept };
  });
  return { stalls, strategy, rates, lateLists, clock, emit, timeoutMs: quoteTimeoutMs, lanes };
}
