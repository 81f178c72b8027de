import {
  eachInSlices,
  findCountry,
  matching,
  nextTurn,
  type Offers,
  type Query,
  replyInParts,
  TextParts,
} from '@numroute/core';
import {
  countryIdOf,
  isKnownCountry,
  isKnownService,
  type Listed,
  serviceCodeOf,
  serviceNameOf,
} from './codes.ts';
import { Digits, idOf, type Json, writeJson } from './json.ts';
import { operatorsWanted } from './pools.ts';
import { cellOf, sum } from './price-cells.ts';
import { originalLists, type PriceList } from './price-lists.ts';
import { type Answer, listedIn, offersOf, type Visit } from './visit.ts';
import { Refusal } from './words.ts';

export const showPrices: Answer = async (visit) => {
  const list = priceListOf(visit);
  if (!list) throw new Refusal('BAD_ACTION');
  const { parameters, profile, action, texts } = visit;
  const country = profile.onlyCountry ?? parameters.get('country');
  const service = parameters.get('service');
  checkAsked(visit, list);
  const fits = operatorsWanted(parameters);
  const { offers, query } = await offersOf(
    visit,
    service,
    country,
    fits !== undefined || hasTiers(visit, list),
  );
  const no = await refusalOf(visit, offers);
  if (no !== undefined) return no;
  const isShown = ({ offer, countryId, serviceCode, count }: Listed): boolean =>
    (fits?.(offer) ?? true) &&
    (country === undefined || countryId === country) &&
    (service === undefined || serviceCode === service) &&
    // Beside a price there may stand a count of none; a ladder has no rung without a number.
    (count > 0 || list.shape === 'cost' || list.shape === 'priced');
  const write = async (): Promise<readonly string[]> => {
    const by = topOf(list);
    const [open, close] = list.nesting === 'service-rows' ? ['[', ']'] : ['{', '}'];
    const text = new TextParts();
    let isEmpty = true;
    for await (const lot of lotsOf(visit, offers, query, service === undefined ? by : 'service')) {
      await eachInSlices(membersOf(lot.filter(isShown), list, visit), (piece) => {
        // Each member begins with the comma behind the one before it.
        text.add(isEmpty ? open + piece.slice(1) : piece);
        isEmpty = false;
      });
      await nextTurn();
    }
    if (isEmpty) return [list.none ?? open + close];
    text.add(close);
    return text.end();
  };
  const name = JSON.stringify([action, service, country, parameters.get('freePrice')]);
  // Clients may name operators in more ways than there is room for.
  return replyInParts({}, fits ? await write() : await texts.of(offers, name, write));
};

/** How this site answers a price call; undefined where it does not know it. */
function priceListOf({ action, profile, manners }: Visit): PriceList | undefined {
  const own = [profile.offers, profile.offersOfService].find((source) => source?.action === action);
  if (own) return own;
  const { prices = {} } = manners;
  if (Object.hasOwn(prices, action)) return prices[action];
  return action === 'getPrices' ? originalLists['getPrices'] : undefined;
}

function checkAsked({ parameters }: Visit, { asks }: PriceList): void {
  const isWithout = (name: string): boolean => parameters.get(name) === undefined;
  if (isWithout('service') && (asks === 'service' || asks === 'both')) throw new Refusal('BAD_SERVICE');
  if (isWithout('country') && (asks === 'country' || asks === 'both')) throw new Refusal('BAD_COUNTRY');
}

/** What a site says to a question about something that it does not know. */
async function refusalOf(visit: Visit, offers: Offers): Promise<string | undefined> {
  const { parameters, profile, codes, action } = visit;
  const country = parameters.get('country');
  const service = parameters.get('service');
  const isTop = action.startsWith('getTopCountries');
  // Offers are looked at only for what no table knows.
  const isStrange =
    (service !== undefined && !isKnownService(visit, service, [])) ||
    (country !== undefined && !isKnownCountry(codes, country, []));
  const all = isStrange ? await listedIn(visit, offers) : [];
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

/** Whether it tells more than the cheapest price of each service in each country. */
function hasTiers({ parameters }: Visit, { shape }: PriceList): boolean {
  const isFlat = shape === 'cost' || shape === 'priced' || shape === 'bare';
  return !isFlat || parameters.get('freePrice') === 'true';
}

type Top = 'country' | 'service';

/** What the outermost names of a list are of. */
function topOf({ nesting = 'country-service' }: PriceList): Top {
  return nesting === 'country-service' || nesting === 'by-slug' ? 'country' : 'service';
}

/**
 * The offers of each outermost name, one name after the other: a market is too much to be held at once.
 */
async function* lotsOf(
  visit: Visit,
  offers: Offers,
  query: Query,
  by: Top,
): AsyncGenerator<readonly Listed[], void> {
  const names = by === 'country' ? offers.countries : offers.services;
  const top = (listed: Listed): string => topName(visit, by, listed.offer[by]);
  if (!names) {
    yield* groups(top, await listedIn(visit, matching(offers, query))).values();
    return;
  }
  const lots = new Map<string, string[]>();
  for (const name of names) {
    const lot = topName(visit, by, name);
    lots.set(lot, [...(lots.get(lot) ?? []), name]);
  }
  for (const lot of lots.values()) {
    let listed: readonly Listed[] = [];
    for (const name of lot)
      listed = listed.concat(await listedIn(visit, matching(offers, { ...query, [by]: name })));
    yield listed;
  }
}

/** What has one name here: services of one code, and all ids of one country. */
function topName({ codes }: Visit, by: Top, name: string): string {
  if (by === 'service') return serviceCodeOf(codes, name) ?? name;
  const id = countryIdOf(codes, name) ?? countryIdOf(codes, name, true);
  if (id === undefined) return name;
  return codes.places.get(id)?.country ?? id;
}

/** The text of one lot in small pieces: the members of an object or of a list, with a comma before each. */
function* membersOf(lot: readonly Listed[], list: PriceList, visit: Visit): Generator<string, void> {
  const cell = (listed: readonly Listed[]): Json => cellOf(listed, list, visit);
  switch (list.nesting ?? 'country-service') {
    case 'country-service':
      for (const [id, row] of groups(countryOf, lot)) yield* objectOf(id, cellsBy(serviceOf, row, cell));
      return;
    case 'service-country':
      for (const [code, row] of groups(serviceOf, lot)) yield* objectOf(code, cellsBy(countryOf, row, cell));
      return;
    case 'top-countries':
      if (visit.parameters.get('service') === undefined)
        for (const [code, row] of groups(serviceOf, lot)) yield* objectOf(code, topCountries(row, cell));
      else for (const [index, row] of topCountries(lot, cell)) yield memberOf(index, row);
      return;
    case 'service-rows':
      for (const [code, row] of groups(serviceOf, lot)) yield `,${writeJson(serviceRow(code, cell(row)))}`;
      return;
    case 'by-slug':
      for (const [slug, row] of groups(slugOf, lot)) yield memberOf(slug, suppliers(cell(row)));
  }
}

/** `,"tg":{"34":…,"35":…}`, one inner member after the other. */
function* objectOf(name: string, members: Iterable<readonly [string, Json]>): Generator<string, void> {
  let start = `,${JSON.stringify(name)}:{`;
  for (const [inner, value] of members) {
    const member = memberOf(inner, value);
    yield start === '' ? member : start + member.slice(1);
    start = '';
  }
  yield `${start}}`;
}

const memberOf = (name: string, value: Json): string => `,${JSON.stringify(name)}:${writeJson(value)}`;

const countryOf = ({ countryId }: Listed): string => countryId;
const serviceOf = ({ serviceCode }: Listed): string => serviceCode;

/** `united-states` */
function slugOf({ offer, countryId }: Listed): string {
  const name = findCountry(offer.country)?.name ?? countryId;
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** By index, the most in stock first: in the order of neither price nor id (quirk 13). */
function* topCountries(
  shown: readonly Listed[],
  cell: (listed: readonly Listed[]) => Json,
): Generator<readonly [index: string, row: Json], void> {
  const rows = [...groups(countryOf, shown)].map(([id, listed]) => ({ id, listed, stock: sum(listed) }));
  for (const [index, { id, listed }] of rows.sort((a, b) => b.stock - a.stock).entries()) {
    const { price, count, ...rest } = priced(cell(listed));
    yield [String(index), { country: idOf(id), count, price, retail_price: price, ...rest }];
  }
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

function* cellsBy(
  key: (listed: Listed) => string,
  shown: readonly Listed[],
  cell: (listed: readonly Listed[]) => Json,
): Generator<readonly [name: string, cell: Json], void> {
  for (const [name, listed] of groups(key, shown)) yield [name, cell(listed)];
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
