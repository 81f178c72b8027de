import { type Clock, type Money, type Query, systemClock } from '@numroute/core';
import type { ClientSettings } from '../clients/settings.ts';
import { usable } from '../clients/usable.ts';
import type { Orders } from '../orders/orders.ts';
import { Catalogue, PRICES_TTL_MS } from './catalogue.ts';
import { type Client, createClient } from './client.ts';
import { ClientShop } from './client-shop.ts';
import { countPast } from './count-past.ts';
import type { PriceList } from './price-list.ts';

/** What a shop without a server is made of. */
export interface ShopOptions<Source> {
  readonly orders: Source;
  readonly settings: ClientSettings;
  /** Where the settings stand, for errors. */
  readonly path: string;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** What one client may know of prices. */
export interface ShopWindow {
  readonly client: Client;
  /** What answers a query, at the client's prices. @param tiers Every price of every pool, or the cheapest of each service in each country. */
  offers(query: Query, currency: string, tiers: boolean): Promise<PriceList>;
  /** The amount in this currency; undefined without a rate. */
  convert(amount: Money, currency: string): Money | undefined;
}

/**
 * The prices that one client is shown, for which no journal is needed.
 *
 * @throws {NumrouteError} INVALID_INPUT A setting cannot be used.
 */
export function openWindow(options: ShopOptions<Pick<Orders, 'convert' | 'quoteMarket'>>): ShopWindow {
  const { orders, settings, path, clock = systemClock } = options;
  usable(settings, path, orders);
  const client = createClient(settings, orders, clock);
  const catalogue = new Catalogue(orders, PRICES_TTL_MS, clock);
  return {
    client,
    offers: (query, currency, tiers) => catalogue.list(client.viewIn(currency, tiers), query),
    convert: (amount, currency) => orders.convert(amount, currency),
  };
}

/**
 * The shop of one client, without a server: its budget is read from the journal first, so that it is as it was.
 * Ends with the orders.
 *
 * @throws {NumrouteError} INVALID_INPUT A setting cannot be used.
 */
export async function openShop(options: ShopOptions<Orders>): Promise<ClientShop> {
  const { orders, settings, path, clock = systemClock } = options;
  usable(settings, path, orders);
  const client = createClient(settings, orders, clock);
  const catalogue = new Catalogue(orders, PRICES_TTL_MS, clock);
  const shop = new ClientShop(client, orders, catalogue, clock, () => undefined);
  const newer = new Set<number>();
  let isCounted = false;
  orders.onChange((record) => {
    if (record.buyer !== client.id) return;
    if (!isCounted) newer.add(record.number);
    shop.changed(record);
  });
  await countPast(client, orders, newer);
  isCounted = true;
  return shop;
}
