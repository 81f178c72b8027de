import { NumrouteError } from '@numroute/core';
import { openPriceHistory, type PriceHistory } from '@numroute/prices';
import type { QuotesOptions, RouterEvent } from '@numroute/router';
import { type App, compose, composePrices, type Prices } from './compose.ts';
import type { Config } from './config.ts';
import { loadAccounts } from './plugins.ts';

/** The router that a config describes, with its journal, which has one owner at a time. */
export async function openApp(config: Config, onEvent: (event: RouterEvent) => void): Promise<App> {
  const { rates, currency, budgets, sharedAccounts, sideBySide, keepCodesMs, journal } = config;
  return await compose({
    accounts: await loadAccounts(config),
    rates,
    options: { onEvent, budgets, sharedAccounts, ...(sideBySide !== undefined && { sideBySide }) },
    ...(currency !== undefined && { currency }),
    journal,
    ...(keepCodesMs !== undefined && { keepCodesMs }),
  });
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
