import { findCountry } from '@numroute/core';
import { isKnownCountry, isKnownService, type Listed, serviceNameOf } from './codes.ts';
import { Digits, idOf, type Json, writeJson } from './json.ts';
import { cellOf } from './price-cells.ts';
import { originalLists, type PriceList } from './price-lists.ts';
import { type Answer, look, type Visit } from './visit.ts';
import { Refusal } from './words.ts';

export const showPrices: Answer = async (visit) => {
  const list = priceListOf(visit);
  if (!list) throw new Refusal('BAD_ACTION');
  const { parameters, profile } = visit;
  const country = profile.onlyCountry ?? parameters.get('country');
  const service = parameters.get('service');
  const all = await look(visit);
  const no = refusalOf(visit, list, all);
  if (no !== undefined) return no;
  const shown = all.filter(
    ({ countryId, serviceCode, count }) =>
      (country === undefined || countryId === country) &&
      (service === undefined || serviceCode === service) &&
      // Beside a price there may stand a count of none; a ladder has no rung without a number.
      (count > 0 || list.shape === 'cost' || list.shape === 'priced'),
  );
  return writeJson(nest(shown, list, visit));
};

/** How this site answers a price call; undefined where it does not know it. */
function priceListOf({ action, profile, manners }: Visit): PriceList | undefined {
  const own = [profile.offers, profile.offersOfService].find((source) => source?.action === action);
  if (own) return own;
  const { prices = {} } = manners;
  if (Object.hasOwn(prices, action)) return prices[action];
  return action === 'getPrices' ? originalLists['getPrices'] : undefined;
}

/** What a site says to a question about something that it does not know. */
function refusalOf(visit: Visit, { asks }: PriceList, all: readonly Listed[]): string | undefined {
  const { parameters, profile, codes, action } = visit;
  const country = parameters.get('country');
  const service = parameters.get('service');
  if (service === undefined && (asks === 'service' || asks === 'both')) throw new Refusal('BAD_SERVICE');
  if (country === undefined && (asks === 'country' || asks === 'both')) throw new Refusal('BAD_COUNTRY');
  const isTop = action.startsWith('getTopCountries');
  if (service !== undefined && !isKnownService(visit, service, all)) {
    if (profile.id === 'smsbower' && isTop) return '{"error":"BAD_SERVICE"}';
    if (profile.id === 'herosms' && !isTop) return '{"status":"false","msg":"service is incorrect"}';
    if (profile.id === 'smsbower' || isTop) throw new Refusal('BAD_SERVICE');
  }
  if (profile.id === 'smsbower' && country !== undefined && !isKnownCountry(codes, country, all)) {
    throw new Refusal('BAD_COUNTRY');
  }
  return undefined;
}

function nest(shown: readonly Listed[], list: PriceList, visit: Visit): Json {
  const cell = (listed: readonly Listed[]): Json => cellOf(listed, list, visit);
  switch (list.nesting ?? 'country-service') {
    case 'country-service':
      return mapBy(countryOf, shown, (row) => mapBy(serviceOf, row, cell));
    case 'service-country':
      return mapBy(serviceOf, shown, (row) => mapBy(countryOf, row, cell));
    case 'top-countries':
      if (visit.parameters.get('service') !== undefined) return topCountries(shown, cell);
      return mapBy(serviceOf, shown, (row) => topCountries(row, cell));
    case 'service-rows':
      return [...groups(serviceOf, shown)].map(([code, listed]) => serviceRow(code, cell(listed)));
    case 'by-slug':
      return mapBy(slugOf, shown, (row) => suppliers(cell(row)));
  }
}

const countryOf = ({ countryId }: Listed): string => countryId;
const serviceOf = ({ serviceCode }: Listed): string => serviceCode;

/** `united-states` */
function slugOf({ offer, countryId }: Listed): string {
  const name = findCountry(offer.country)?.name ?? countryId;
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** By index, the most in stock first: in the order of neither price nor id (quirk 13). */
function topCountries(shown: readonly Listed[], cell: (listed: readonly Listed[]) => Json): Json {
  const stock = (listed: readonly Listed[]): number => listed.reduce((total, { count }) => total + count, 0);
  const rows = [...groups(countryOf, shown)].sort(([, a], [, b]) => stock(b) - stock(a));
  const entries = rows.map(([id, listed], index) => {
    const { price, count, ...rest } = priced(cell(listed));
    return [String(index), { country: idOf(id), count, price, retail_price: price, ...rest }] as const;
  });
  return new Map<string, Json>(entries);
}

/** `quantity` is a text. */
function serviceRow(id: string, cell: Json): Json {
  const { price, count } = priced(cell);
  return { id, name: serviceNameOf(id) ?? id, price, quantity: String(count) };
}

/** With the price as a number: it is a text in one call only. */
function priced(cell: Json): { readonly [key: string]: Json } {
  const { price, ...rest } = cell as { readonly [key: string]: Json };
  return { ...rest, price: typeof price === 'string' ? new Digits(price) : price };
}

/** `{"2263":{"price":0.7,"count":4}}` */
function suppliers(cell: Json): Json {
  const rows = [...(cell as ReadonlyMap<string, { readonly [key: string]: Json }>)];
  return new Map<string, Json>(rows.map(([id, { price, count }]) => [id, { price, count }]));
}

function mapBy(
  key: (listed: Listed) => string,
  shown: readonly Listed[],
  show: (listed: readonly Listed[]) => Json,
): Json {
  const entries = [...groups(key, shown)].map(([name, listed]) => [name, show(listed)] as const);
  return new Map<string, Json>(entries);
}

export function groups(
  key: (listed: Listed) => string,
  shown: readonly Listed[],
): ReadonlyMap<string, readonly Listed[]> {
  const found = new Map<string, Listed[]>();
  for (const listed of shown) {
    const name = key(listed);
    const known = found.get(name);
    if (known) known.push(listed);
    else found.set(name, [listed]);
  }
  return found;
}
