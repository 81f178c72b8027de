import { NumrouteError } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import { openPriceHistory, type PriceHistory } from '@numroute/prices';
import type { QuotesOptions, RouterEvent } from '@numroute/router';
import { type App, compose, composePrices, type Prices } from './compose.ts';
import type { Config } from './config.ts';
import { type Account, loadAccounts } from './plugins.ts';

/** The router that a config describes, with its journal, which has one owner at a time. @throws {NumrouteError} NOT_OWNER Another process is the owner. */
export async function openApp(config: Config, onEvent: (event: RouterEvent) => void): Promise<App> {
  const { rates, currency, budgets, sharedAccounts, sideBySide, keepCodesMs, journal: place } = config;
  const all = await loadAccounts(config);
  const open = async (accounts: readonly Account[], journal: string | Journal): Promise<App> =>
    await compose({
      accounts,
      rates,
      options: { onEvent, budgets, sharedAccounts, ...(sideBySide !== undefined && { sideBySide }) },
      ...(currency !== undefined && { currency }),
      journal,
      ...(keepCodesMs !== undefined && { keepCodesMs }),
    });
  if (typeof place === 'string') return await open(all, place);
  const { leasedAccounts, openLeased } = await import('./open-leased.ts');
  return await openLeased(place, config, all, async (lease) =>
    open(leasedAccounts(all, lease), lease.journal),
  );
}

/** What compares the prices of a config's providers. */
export async function openPrices(
  config: Config,
  options: Pick<QuotesOptions, 'onEvent' | 'history' | 'offersTtlMs'>,
): Promise<Prices> {
  const { rates, currency, prices: kept } = config;
  const accounts = await loadAccounts(config);
  const prices = composePrices({
    accounts,
    rates,
    options,
    ...(currency !== undefined && { currency }),
  });
  return kept ? { ...prices, kept } : prices;
}

/** @throws {NumrouteError} INVALID_INPUT The config keeps no prices, or its file cannot be used. */
export async function openPriceHistoryOf({ prices }: Config): Promise<PriceHistory> {
  if (prices) return await openPriceHistory(prices);
  throw NumrouteError.input(
    'prices',
    'the name of a file in the config, such as "prices": "numroute-prices.sqlite"; from then on each comparison keeps what it sees',
  );
}
