import { hash } from 'node:crypto';
import {
  answers,
  isAwaiting,
  NumrouteError,
  type Offers,
  type OrderReport,
  type Query,
  type Receipt,
  type Shop,
} from '@numroute/core';
import { type Bought, isBought } from '../orders/orders.ts';
import type { ClientShop } from '../selling/client-shop.ts';
import type { PriceList } from '../selling/price-list.ts';
import type { Keyed } from '../selling/purchases.ts';
import type { Repeats } from '../selling/repeats.ts';

interface ShopOptions {
  /** The one that this dialect's clients take amounts to be in; absent: the client's. */
  readonly currency?: string;
  /** Whether the dialect can show several prices for one thing. */
  readonly tiers: boolean;
  readonly repeats: Repeats | undefined;
  readonly newId: () => string;
  /** The client's own number for the purchase, where its dialect has one. */
  readonly orderId?: string;
  /** What the client said of pools, the same when it asks again. Absent: its dialect names each pool by itself. */
  readonly poolWords?: string;
  /** Whether the client has hung up, so that no answer can reach it. */
  readonly isGone: () => boolean;
  /** Whether the answer to this request reached the client. */
  readonly heard: () => Promise<boolean>;
}

/** The client's shop as a dialect's server half wants it, for one request. */
export function dialectShop(shop: ClientShop, options: ShopOptions): Shop {
  const { client } = shop;
  const { tiers, repeats, heard, isGone, newId, orderId, poolWords } = options;
  const currency = options.currency ?? client.currency;

  const reportOf = (bought: Bought): Receipt => {
    const { order } = bought;
    const { status, messages, phone, service, country, pool, boughtAt, expiresAt, cancelAfter } = order;
    return {
      id: String(bought.number),
      status,
      messages,
      ...(isAwaiting(order) && { awaits: true as const }),
      ...(phone !== '' && { phone }),
      service,
      country,
      ...(pool !== undefined && { pool }),
      price: client.priceOf(bought.cost, currency),
      orderedAt: boughtAt,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(cancelAfter !== undefined && { cancelAfter }),
    };
  };
  const named = (bought: Bought): OrderReport => {
    repeats?.named(bought.number);
    return reportOf(bought);
  };
  /** The last number, or the last of its pool, is sold out, but not for the one whom it waits for. */
  const withWaiting = (list: PriceList, query: Query, showsPools: boolean): Offers => {
    const missing = (repeats?.waiting(client.id) ?? []).filter(({ service, country, order }) => {
      if ((query.service ?? service) !== service || (query.country ?? country) !== country) return false;
      for (const { stock, pool } of list.matching({ service, country }))
        if (stock !== 0 && (!showsPools || pool === order.pool)) return false;
      return true;
    });
    if (missing.length === 0) return list;
    const kept = missing.map((bought) => ({
      provider: 'numroute',
      service: bought.service,
      country: bought.country,
      ...(showsPools && bought.order.pool !== undefined && { pool: bought.order.pool }),
      price: client.priceOf(bought.cost, currency),
      stock: 1,
      handle: '',
    }));
    return {
      length: list.length + kept.length,
      services: new Set([...list.services, ...kept.map(({ service }) => service)]),
      countries: new Set([...list.countries, ...kept.map(({ country }) => country)]),
      *matching(wanted) {
        yield* list.matching(wanted);
        yield* kept.filter((offer) => answers(offer, wanted));
      },
      *[Symbol.iterator]() {
        yield* list;
        yield* kept;
      },
    };
  };
  // One request counts once, however often its dialect comes to the shop.
  let passed: Promise<void> | undefined;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    passed ??= client.pass();
    await passed;
    return await work();
  };

  return {
    listOffers: (query, need) =>
      guarded(async () => {
        const isWhole = tiers && (need?.tiers ?? true);
        return withWaiting(await shop.offers(query, currency, isWhole), query, isWhole);
      }),
    purchase: ({ service, country, pool, maxPrice, minPrice }) =>
      guarded(async () => {
        // It left while the prices were read; nothing is bought for nobody.
        if (isGone()) throw new NumrouteError('UNAVAILABLE', 'The client has hung up.', {});
        const wish = {
          service,
          ...(country !== undefined && { country }),
          ...(pool !== undefined && { pool }),
          ...(maxPrice && { maxPrice }),
          ...(minPrice && { choice: { minPrice } }),
        };
        if (orderId !== undefined) {
          const key = `${client.id}/order-id/${hash('sha256', orderId, 'base64url')}`;
          return reportOf(await shop.purchases.buyNumbered(wish, currency, key, newId));
        }
        const keyed: Keyed = (send) =>
          repeats
            ? repeats.buy(
                { buyer: client.id, service, country, pool: pool === undefined ? pool : (poolWords ?? pool) },
                heard(),
                send,
              )
            : send(`${client.id}/once/${newId()}`);
        return reportOf(await shop.purchases.buy(wish, currency, keyed));
      }),
    fetchOrder: (id) => guarded(async () => named(await shop.find(id))),
    cancelOrder: (id) => guarded(async () => named(await shop.cancel(id))),
    rejectNumber: (id, fault) => guarded(async () => named(await shop.cancel(id, fault))),
    finishOrder: (id) => guarded(async () => named(await shop.finish(id))),
    requestAnotherSms: (id) => guarded(async () => named(await shop.requestAnotherSms(id))),
    listOpenOrders: () => guarded(async () => (await shop.listOpen()).filter(isBought).map(reportOf)),
    fetchBalance: () => guarded(async () => shop.purchases.balance(currency)),
  };
}
