import type { Money, Provider } from '@numroute/core';
import { Accounts } from './account/accounts.ts';
import { balanceOf } from './account/balance-of.ts';
import type { CallOptions } from './check.ts';
import { Learning } from './code/learning.ts';
import type { MarketQuote } from './quoting/market-quote.ts';
import { openMarket, type QuotesOptions } from './quoting/open-market.ts';
import { type Quote, type QuoteOptions, Quotes } from './quoting/quote.ts';
import type { Want } from './quoting/want.ts';
import { Lifetime } from './time/lifetime.ts';

/** Compares prices, and buys nothing. */
export interface PriceQuotes extends AsyncDisposable {
  /** Asks every provider. A part of the want that is absent compares all at once. */
  quote(want: Partial<Want>, options?: QuoteOptions): Promise<Quote>;
  /** As `quote`, in parts: for whole markets, where hundreds of thousands of offers are no surprise. */
  quoteMarket(want: Partial<Want>, options?: QuoteOptions): Promise<MarketQuote>;
  /**
   * @throws {NumrouteError} INVALID_INPUT No such provider is configured.
   * @throws {NumrouteError} UNSUPPORTED The vendor tells no balance. What `fetchBalance` throws.
   */
  balance(provider: string, options?: CallOptions): Promise<Money>;
  readonly providers: readonly Provider[];
  /** Stops the lanes and closes the providers. */
  close(): Promise<void>;
}

/**
 * What compares prices and needs no journal. For buying: `createRouter`.
 *
 * @throws {NumrouteError} INVALID_INPUT Two providers with one id, or limits or times that are none.
 */
export function createQuotes(options: QuotesOptions): PriceQuotes {
  const { providers } = options;
  const lifetime = new Lifetime();
  const market = openMarket(options, false);
  const vendors = new Accounts(market.stalls.map(({ vendor }) => vendor));
  const learning = options.history && new Learning(options.history, market.clock);
  const believe = learning && { believe: async () => await learning.believe() };
  const quotes = new Quotes({ ...market, vendors, ...believe });
  const close = async (): Promise<void> => {
    lifetime.stopBuying();
    lifetime.stopWorking();
    market.lanes.close();
    await Promise.all(providers.map((provider) => provider.close?.()));
  };
  let closed: Promise<void> | undefined;
  const closeOnce = (): Promise<void> => {
    closed ??= close();
    return closed;
  };
  return {
    providers,
    quote: async (want, asked = {}) => await quotes.quote(want, asked, lifetime.call(asked.signal)),
    quoteMarket: async (want, asked = {}) =>
      await quotes.quoteMarket(want, asked, lifetime.call(asked.signal)),
    balance: async (id, { signal } = {}) => await balanceOf(vendors.get(id).provider, lifetime.call(signal)),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}
