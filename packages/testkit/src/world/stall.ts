import { compareMoney, money, NumrouteError, type Offer, type Query, type ShopOrder } from '@numroute/core';
import { amountIn } from './amount.ts';
import type { Mutable } from './mutable.ts';
import type { OfferMatch, WorldOffer } from './world.ts';

/** What is for sale. */
export interface Stall {
  readonly offers: readonly WorldOffer[];
  list(query: Query, at: number): readonly Offer[];
  /** @throws {NumrouteError} OUT_OF_STOCK */
  cheapest(wanted: ShopOrder): Mutable<WorldOffer>;
  /** @throws {NumrouteError} INVALID_INPUT No offer matches. */
  setPrice(match: OfferMatch, price: string): void;
  /** @throws {NumrouteError} INVALID_INPUT No offer matches. */
  setStock(match: OfferMatch, stock: number): void;
}

export function createStall(currency: string, offers: readonly WorldOffer[]): Stall {
  const goods: Mutable<WorldOffer>[] = offers.map((offer) => ({
    ...offer,
    price: amountIn(currency, offer.price).amount,
  }));
  const handles = new Map(goods.map((offer) => [offer, handleOf(offer)]));

  function meant(match: OfferMatch): Mutable<WorldOffer>[] {
    const found = goods.filter((offer) => matches(offer, match));
    if (found.length === 0)
      throw NumrouteError.input('match', 'an offer of this world', JSON.stringify(match));
    return found;
  }

  return {
    get offers() {
      return goods.map((offer) => ({ ...offer }));
    },
    list: (query, at) =>
      goods
        .filter((offer) => matches(offer, query))
        // Their amounts were checked when they came in.
        .map((offer) => ({
          ...offer,
          provider: 'world',
          price: { amount: offer.price, currency },
          handle: handles.get(offer) ?? handleOf(offer),
          listedAt: at,
        })),
    cheapest(wanted) {
      const { minPrice } = wanted;
      const offer = goods
        .filter((candidate) => candidate.stock > 0 && matches(candidate, wanted))
        .filter(({ price }) => !minPrice || compareMoney(money(price, currency), minPrice) >= 0)
        .sort((a, b) => compareMoney(money(a.price, currency), money(b.price, currency)))[0];
      if (!offer) throw new NumrouteError('OUT_OF_STOCK', 'No number is left.', {});
      return offer;
    },
    setPrice(match, price) {
      const { amount } = amountIn(currency, price);
      for (const offer of meant(match)) offer.price = amount;
    },
    setStock(match, stock) {
      for (const offer of meant(match)) offer.stock = stock;
    },
  };
}

function matches(offer: WorldOffer, { service, country, pool }: OfferMatch): boolean {
  return (
    (service === undefined || offer.service === service) &&
    (country === undefined || offer.country === country) &&
    (pool === undefined || (offer.pool ?? '') === pool)
  );
}

function handleOf({ service, country, pool }: WorldOffer): string {
  return JSON.stringify({ service, country, pool });
}
