import { compareMoney, type Money } from '@numroute/core';
import { currencyNumber } from '../amounts.ts';
import { type Listed, poolOf } from './codes.ts';
import { digits, idOf, type Json, plain } from './json.ts';
import type { PriceList } from './price-lists.ts';
import type { Visit } from './visit.ts';

/** What a price list says of one service in one country. */
export function cellOf(listed: readonly Listed[], { shape, tiers, nesting }: PriceList, visit: Visit): Json {
  const { profile, manners } = visit;
  const sorted = listed.toSorted((a, b) => compareMoney(a.offer.price, b.offer.price));
  const stocked = sorted.filter(({ count }) => count > 0);
  const cheapest = stocked[0] ?? sorted[0];
  if (!cheapest) return {};
  const { price } = cheapest.offer;
  // As many as are to be had at this price.
  const count = sum(stocked.filter(({ offer }) => compareMoney(offer.price, price) === 0));
  const ladder = visit.parameters.get('freePrice') === 'true' && { freePriceMap: tiersOf(stocked, false) };
  switch (shape) {
    case 'cost':
      return {
        cost: manners.costText === undefined ? digits(price) : plain(price, manners.costText),
        count,
        ...(visit.action === 'getPricesExtended' && { cnt: count }),
        ...(manners.physicalCount && { physicalCount: count }),
        ...ladder,
      };
    case 'priced':
      // A text here, unlike everywhere else (protocol.md 2.2).
      return { count, price: plain(price), ...ladder };
    case 'bare':
      return digits(price);
    case 'price-map':
      return tiersOf(stocked, tiers === 'cumulative');
    case 'prices': {
      const prices = tiersOf(stocked, tiers === 'cumulative');
      const multi = [...prices.keys()].map((key) => [key, false] as const);
      return { prices, has_multi: new Map<string, Json>(multi) };
    }
    case 'provider-map':
      return new Map<string, Json>(
        pools(stocked).map(([pool, offers]) => [
          pool,
          nesting === 'by-slug'
            ? { price: digits(first(offers)), count: sum(offers) }
            : { count: sum(offers), price: digits(first(offers)), provider_id: idOf(pool) },
        ]),
      );
    case 'providers':
      return {
        price: digits(price),
        count: sum(stocked),
        ...(profile.id === 'tiger-sms' && { currency: currencyNumber(profile.currency) }),
        providers: new Map<string, Json>(
          pools(stocked).map(([pool, offers]) => [
            pool,
            {
              count: sum(offers),
              price: offers.map(({ offer }) => digits(offer.price)),
              provider_id: idOf(pool),
            },
          ]),
        ),
      };
  }
}

/** The offers of each pool, the cheapest first. */
function pools(sorted: readonly Listed[]): readonly (readonly [string, readonly [Listed, ...Listed[]]])[] {
  const found = new Map<string, [Listed, ...Listed[]]>();
  for (const listed of sorted) {
    const pool = poolOf(listed.offer);
    const known = found.get(pool);
    if (known) known.push(listed);
    else found.set(pool, [listed]);
  }
  return [...found];
}

const first = ([listed]: readonly [Listed, ...Listed[]]): Money => listed.offer.price;

export const sum = (listed: readonly Listed[]): number =>
  listed.reduce((total, { count }) => total + count, 0);

/** Count by price; `cumulative`, of everything up to it. */
export function tiersOf(sorted: readonly Listed[], cumulative: boolean): ReadonlyMap<string, number> {
  const tiers = new Map<string, number>();
  let before = 0;
  for (const { offer, count } of sorted) {
    const key = plain(offer.price);
    before += count;
    tiers.set(key, cumulative ? before : (tiers.get(key) ?? 0) + count);
  }
  return tiers;
}
