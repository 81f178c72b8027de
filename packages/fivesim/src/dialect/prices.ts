import {
  compareMoney,
  eachInSlices,
  findCountry,
  inSlices,
  type Offer,
  type Query,
  type Shop,
  type WireReply,
} from '@numroute/core';
import { json, objectOf, plain } from './json.ts';
import { countries, meaningOf, namesSold, offersOf, operatorOf, products } from './names.ts';
import { Refusal } from './words.ts';

/** By country, product and operator, each once: an operator has one price, the cheapest that is in stock. */
type Cells = Map<string, Map<string, Map<string, Offer>>>;

/** Country first; product first where a product alone is asked for. */
export async function showPrices(shop: Shop, query: URLSearchParams): Promise<WireReply> {
  const country = query.get('country') ?? undefined;
  const product = query.get('product') ?? undefined;
  const meant = await meaningOf(shop, { country, product });
  if (country !== undefined && meant.country === undefined) throw new Refusal('country is incorrect', 400);
  if (product !== undefined && meant.service === undefined) throw new Refusal('product is incorrect', 400);
  const isFlipped = country === undefined && product !== undefined;
  const cells = await cellsOf(shop, meant, isFlipped);
  return json(cells.size === 0 ? 'null' : await inSlices(writeCells(cells)));
}

async function cellsOf(
  shop: Shop,
  { country, service }: { readonly country?: string | undefined; readonly service?: string | undefined },
  isFlipped: boolean,
): Promise<Cells> {
  const query: Query = {
    ...(country !== undefined && { country }),
    ...(service !== undefined && { service }),
  };
  const cells: Cells = new Map();
  await eachInSlices(await shop.listOffers(query), (offer) => {
    const place = countries.codeOf(offer.country);
    const product = products.codeOf(offer.service);
    const [outer, inner] = isFlipped ? [product, place] : [place, product];
    const group = getOrMake(cells, outer, () => new Map<string, Map<string, Offer>>());
    const row = getOrMake(group, inner, () => new Map<string, Offer>());
    const operator = operatorOf(offer);
    row.set(operator, better(row.get(operator), offer));
  });
  return cells;
}

function* writeCells(cells: Cells): Generator<void, string> {
  const outer: string[] = [];
  for (const [name, group] of cells) {
    const inner: string[] = [];
    for (const [code, row] of group) {
      inner.push(`${JSON.stringify(code)}:${objectOf([...row].map(([one, offer]) => [one, cellOf(offer)]))}`);
      yield;
    }
    outer.push(`${JSON.stringify(name)}:{${inner.join()}}`);
  }
  return `{${outer.join()}}`;
}

const windows: ReadonlySet<number> = new Set([1, 3, 24, 72, 168, 720]);

/** `{"cost":0.8,"count":385,"rate24":4.49}`. The format has no word for a stock that nobody tells. */
function cellOf({ price, stock, successRate }: Offer): string {
  const { value = 0, windowHours = 0 } = successRate ?? {};
  return objectOf([
    ['cost', plain(price)],
    ['count', String(stock ?? 1)],
    ...(windows.has(windowHours) ? [[`rate${windowHours}`, String(percentOf(value))] as const] : []),
  ]);
}

const percentOf = (value: number): number => Number((value * 100).toFixed(2));

/** What is in stock goes before what is not, then the cheaper. */
export function better(one: Offer | undefined, other: Offer): Offer {
  if (!one || (one.stock === 0 && other.stock !== 0)) return other;
  if (other.stock === 0 && one.stock !== 0) return one;
  return compareMoney(other.price, one.price) < 0 ? other : one;
}

/** As live: the cheapest price of all operators, those without stock too, beside all stock together. */
export async function showProducts(shop: Shop, place: string, operator: string): Promise<WireReply> {
  const { country } = await meaningOf(shop, { country: place });
  if (country === undefined) throw new Refusal('bad country', 400);
  const offers = (await offersOf(shop, { country })).filter(
    (offer) => operator === 'any' || operatorOf(offer) === operator,
  );
  const bySlug = Map.groupBy(offers, ({ service }) => products.codeOf(service));
  const shown = [...bySlug].map(([product, all]) => {
    const [cheapest] = all.toSorted((a, b) => compareMoney(a.price, b.price));
    const count = all.reduce((sum, { stock }) => sum + (stock ?? 1), 0);
    const cells: [string, string][] = [
      ['Category', '"activation"'],
      ['Qty', String(count)],
    ];
    return [product, objectOf(cheapest ? [...cells, ['Price', plain(cheapest.price)]] : cells)] as const;
  });
  return json(objectOf(shown));
}

export async function showCountries(shop: Shop): Promise<WireReply> {
  const sold = [...(await namesSold(shop)).countries];
  const shown = sold.map((name) => {
    const { code = '', name: text = name, callingCode = '' } = findCountry(name) ?? {};
    const facts = {
      iso: { [code.toLowerCase()]: 1 },
      prefix: { [`+${callingCode}`]: 1 },
      text_en: text,
      text_ru: text,
      virtual1: { activation: 1 },
    };
    return [countries.codeOf(name), JSON.stringify(facts)] as const;
  });
  return json(objectOf(shown));
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
