import { type Clock, systemClock } from '@numroute/core';
import {
  JOURNAL,
  journalModule,
  providerModule,
  QUOTES,
  quotesModule,
  RATES,
  ROUTER,
  routerModule,
} from '@numroute/inversify';
import type { Journal } from '@numroute/journal';
import {
  createRates,
  type PriceQuotes,
  type QuotesOptions,
  type Rate,
  type Router,
  type RouterOptions,
} from '@numroute/router';
import { Container } from 'inversify';
import type { KeptPrices } from './kept-prices.ts';
import type { Account } from './plugins.ts';

export interface App extends AsyncDisposable {
  readonly router: Router;
  readonly rates: readonly Rate[];
  /** What prices are compared in unless the command says otherwise. */
  readonly currency?: string;
  /** What the router tells the time by. */
  readonly clock: Clock;
  /** Providers at whose account others buy, too. */
  readonly sharedAccounts: readonly string[];
  /** Where orders are remembered. */
  readonly journal: Journal;
}

/** What compares prices and buys nothing. */
export interface Prices extends AsyncDisposable {
  /** Where what comparisons see is kept; absent: nowhere. */
  readonly kept?: KeptPrices;
  readonly market: Pick<PriceQuotes, 'quote' | 'quoteMarket' | 'balance' | 'providers'>;
  readonly rates: readonly Rate[];
  /** What prices are compared in unless the command says otherwise. */
  readonly currency?: string;
}

interface PriceParts {
  readonly accounts: readonly Account[];
  readonly rates: readonly Rate[];
  readonly currency?: string;
  readonly options?: Omit<QuotesOptions, 'providers' | 'rates'>;
}

interface AppParts extends PriceParts {
  /** The file of a journal, or one that is its owner's to close. */
  readonly journal: string | Journal;
  /** So long after their end phones and codes are kept. */
  readonly keepCodesMs?: number;
  readonly options?: Omit<RouterOptions, 'providers' | 'rates' | 'journal'>;
}

/** The composition root of every command but `gateway`, which has one of its own. */
export async function compose(parts: AppParts): Promise<App> {
  const { accounts, rates, currency, journal, keepCodesMs, options } = parts;
  const container = new Container();
  container.load(
    ...accounts.map(({ plugin, settings }) => providerModule(plugin, settings)),
    ...(typeof journal === 'string' ? [journalModule(journal)] : []),
    routerModule(options),
  );
  container.bind(RATES).toConstantValue(createRates(rates));
  if (typeof journal === 'object') container.bind(JOURNAL).toConstantValue(journal);
  try {
    const opened = container.get(JOURNAL);
    if (keepCodesMs !== undefined) await forgetOld(opened, keepCodesMs);
    return {
      router: container.get(ROUTER),
      rates,
      clock: options?.clock ?? systemClock,
      sharedAccounts: options?.sharedAccounts ?? [],
      ...(currency !== undefined && { currency }),
      journal: opened,
      [Symbol.asyncDispose]: () => container.unbindAllAsync(),
    };
  } catch (error) {
    // A journal that stays open would keep the next process out.
    await container.unbindAllAsync();
    throw error;
  }
}

/** The composition root of what only compares. It opens no journal, which has one owner at a time. */
export function composePrices({ accounts, rates, currency, options }: PriceParts): Prices {
  const container = new Container();
  container.load(
    ...accounts.map(({ plugin, settings }) => providerModule(plugin, settings)),
    quotesModule(options),
  );
  container.bind(RATES).toConstantValue(createRates(rates));
  return {
    market: container.get(QUOTES),
    rates,
    ...(currency !== undefined && { currency }),
    [Symbol.asyncDispose]: () => container.unbindAllAsync(),
  };
}

/** Phones and codes of what has been over for so long. */
export async function forgetOld(journal: Journal, keepCodesMs: number): Promise<void> {
  await journal.forget(Date.now() - keepCodesMs);
}
