import { compareMoney, type Money } from '@numroute/core';
import type { Profile } from '../profile.ts';
import { currencyNumber, isKnownCountry, isKnownService, type Listed, poolOf } from './codes.ts';
import { digits, idOf, type Json, plain, writeJson } from './json.ts';
import { type Answer, look, type Visit } from './visit.ts';
import { Refusal } from './words.ts';

type Shape = Profile['offers']['shape'];

/** How this site shows prices for an action; undefined where it does not know the action. */
function shapeOf({ action, profile, manners }: Visit): Shape | undefined {
  if (action === profile.offers.action) return profile.offers.shape;
  if (action === 'getPrices') return 'cost';
  const { prices = {} } = manners;
  return Object.hasOwn(prices, action) ? prices[action as keyof typeof prices] : undefined;
}

export const showPrices: Answer = async (visit) => {
  const shape = shapeOf(visit);
  if (!shape) throw new Refusal('BAD_ACTION');
  const { parameters, profile, codes } = visit;
  const country = parameters.get('country');
  const service = parameters.get('service');
  const all = await look(visit);
  if (service !== undefined && !isKnownService(visit, service, all)) {
    if (profile.id === 'herosms') return '{"status":"false","msg":"service is incorrect"}';
    if (profile.id === 'smsbower') throw new Refusal('BAD_SERVICE');
  }
  if (profile.id === 'smsbower' && country !== undefined && !isKnownCountry(codes, country, all)) {
    throw new Refusal('BAD_COUNTRY');
  }
  const cells = new Map<string, Map<string, Listed[]>>();
  for (const listed of all) {
    const { countryId, serviceCode } = listed;
    const [outer, inner] =
      profile.offers.outer === 'service' ? [serviceCode, countryId] : [countryId, serviceCode];
    if (country !== undefined && profile.onlyCountry === undefined && countryId !== country) continue;
    if (service !== undefined && serviceCode !== service) continue;
    if (listed.count === 0 && shape !== 'cost') continue;
    const row = cells.get(outer) ?? new Map<string, Listed[]>();
    cells.set(outer, row);
    row.set(inner, [...(row.get(inner) ?? []), listed]);
  }
  const shown = [...cells].map(([id, row]) => [id, rowOf(row, shape, visit)] as const);
  return writeJson(new Map<string, Json>(shown));
};

function rowOf(row: ReadonlyMap<string, readonly Listed[]>, shape: Shape, visit: Visit): Json {
  const cells = [...row].map(([code, listed]) => [code, cellOf(byPrice(listed), shape, visit)] as const);
  return new Map<string, Json>(cells);
}

const byPrice = (listed: readonly Listed[]): readonly Listed[] =>
  listed.toSorted((a, b) => compareMoney(a.offer.price, b.offer.price));

function cellOf(sorted: readonly Listed[], shape: Shape, { profile, manners }: Visit): Json {
  const stocked = sorted.filter(({ count }) => count > 0);
  const cheapest = stocked[0] ?? sorted[0];
  if (!cheapest) return {};
  const { price } = cheapest.offer;
  const total = sum(stocked);
  switch (shape) {
    case 'cost': {
      // As many as are to be had at this price.
      const count = sum(stocked.filter(({ offer }) => compareMoney(offer.price, price) === 0));
      return {
        cost: manners.costText === undefined ? digits(price) : plain(price, manners.costText),
        count,
        ...(manners.physicalCount && { physicalCount: count }),
      };
    }
    case 'bare':
      return digits(price);
    case 'price-map':
      return tiersOf(stocked, false);
    case 'prices': {
      const tiers = tiersOf(stocked, profile.offers.tiers === 'cumulative');
      const multi = [...tiers.keys()].map((key) => [key, false] as const);
      return { prices: tiers, has_multi: new Map<string, Json>(multi) };
    }
    case 'provider-map':
      return new Map<string, Json>(
        pools(stocked).map(([pool, offers]) => [
          pool,
          { count: sum(offers), price: digits(first(offers)), provider_id: idOf(pool) },
        ]),
      );
    case 'providers':
      return {
        price: digits(price),
        count: total,
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

const sum = (listed: readonly Listed[]): number => listed.reduce((total, { count }) => total + count, 0);

/** Count by price; `cumulative`, of everything up to it. */
function tiersOf(sorted: readonly Listed[], cumulative: boolean): ReadonlyMap<string, number> {
  const tiers = new Map<string, number>();
  let before = 0;
  for (const { offer, count } of sorted) {
    const key = plain(offer.price);
    before += count;
    tiers.set(key, cumulative ? before : (tiers.get(key) ?? 0) + count);
  }
  return tiers;
}
