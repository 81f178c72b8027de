import { inSlices, type Offers, parseDecimal, type Query } from '@numroute/core';
import { type Reply, type Send, unexpected } from '@numroute/http';
import {
  comparePrices,
  JsonCursor,
  type ListedPrice,
  PriceListBuilder,
  readPrice,
  readStock,
  type Tier,
} from '@numroute/http/price-list';
import { failureOf } from './failure.ts';
import { ANY, isName } from './names.ts';
import type { Site } from './orders.ts';
import type { Handle } from './purchase.ts';
import { type Rates, readPercent, successRateOf, windows } from './rates.ts';
import { isStranger } from './words.ts';

/** The whole list is some 9 MB, one country 0.6 MB. */
const LONGEST_LIST = 33_554_432;
const LONGEST_PART = 8_388_608;

/** What was asked for, in the vendor's names. */
interface Asked {
  readonly country?: string;
  readonly product?: string;
}

/** Every pinned price; without pinning the price that `any` operator would be bought for now. */
export async function listOffers(send: Send, query: Query, site: Site, isPinned: boolean): Promise<Offers> {
  const { countries, products } = site.names;
  const country = query.country === undefined ? undefined : (countries.codeOf(query.country) ?? '');
  const product = query.service === undefined ? undefined : (products.codeOf(query.service) ?? '');
  // A name that it cannot have is nothing that it sells.
  if (![country, product].every((name) => name === undefined || isName(name))) return [];
  const asked = { ...(country !== undefined && { country }), ...(product !== undefined && { product }) };
  const isWhole = country === undefined && product === undefined;
  const reply = await send({
    path: ['guest', 'prices'],
    query: asked,
    maxBytes: isWhole ? LONGEST_LIST : LONGEST_PART,
  });
  if (reply.parts === undefined && isStranger(reply.text, reply.status)) return [];
  const failure = failureOf(reply);
  if (failure) throw failure;
  return await readOffers(reply, asked, site, isPinned);
}

async function readOffers(reply: Reply, asked: Asked, site: Site, isPinned: boolean): Promise<Offers> {
  const { id: provider, currency, names } = site;
  const list = new PriceListBuilder({
    provider,
    currency,
    serviceOf: (code) => names.products.nameOf(code),
    countryOf: (code) => ({ country: names.countries.nameOf(code) }),
    handleOf: ({ country, pool: operator = ANY, service: product }) =>
      JSON.stringify({ country, operator, product } satisfies Handle),
  });
  try {
    await inSlices(readCells(reply, asked, site, isPinned ? pinned(list) : cheapest(list)));
    return await list.build();
  } catch (error) {
    if (error instanceof SyntaxError) throw unexpected(reply);
    throw error;
  }
}

/** What one operator asks. */
interface Row {
  readonly operator: string;
  readonly price: ListedPrice;
  readonly stock: number | null;
  readonly rates: Rates;
}

type Take = (country: string, product: string, rows: readonly Row[]) => void;

function pinned(list: PriceListBuilder): Take {
  return (country, product, rows) => {
    for (const { operator, price, stock, rates } of rows) {
      const tier = {
        ...price,
        stock,
        pool: list.pools.numberOf(operator),
        successRate: successRateOf(rates),
      };
      list.add(list.services.numberOf(product), list.countries.numberOf(country), tier);
    }
  };
}

/** `any` takes the cheapest operator that has a number, whichever that is. */
function cheapest(list: PriceListBuilder): Take {
  return (country, product, rows) => {
    const sold = rows.filter(({ stock }) => stock !== 0).sort((a, b) => comparePrices(a.price, b.price));
    const [first] = sold;
    if (!first) return;
    const alike = sold.filter(({ price }) => comparePrices(price, first.price) === 0);
    const counts = alike.map(({ stock }) => stock);
    const tier: Tier = {
      ...first.price,
      stock: counts.includes(null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      successRate: alike.length === 1 ? successRateOf(first.rates) : undefined,
    };
    list.add(list.services.numberOf(product), list.countries.numberOf(country), tier);
  };
}

/**
 * `{"england":{"telegram":{"virtual59":{"cost":0.8,"count":385,"rate24":4.49}}}}`, and product first where a
 * product alone was asked for. `null` is a list of nothing.
 *
 * @throws {SyntaxError} It is no such list, or answers another question.
 */
function* readCells({ parts, text }: Reply, asked: Asked, site: Site, take: Take): Generator<void, void> {
  const cursor = new JsonCursor(parts ?? text);
  const isFlipped = asked.country === undefined && asked.product !== undefined;
  const count = { rows: 0, read: 0 };
  if (cursor.readScalar()) {
    if (cursor.isString || !cursor.is('null')) throw new SyntaxError('no list of prices');
    cursor.end();
    return;
  }
  if (!cursor.enterObject() || cursor.isEmpty()) throw new SyntaxError('no list of prices');
  while (cursor.nextKey()) {
    const outer = cursor.text;
    checkOuter(outer, isFlipped ? asked.product : asked.country, site);
    enter(cursor);
    while (cursor.nextKey()) {
      const inner = cursor.text;
      const [country, product] = isFlipped ? [inner, outer] : [outer, inner];
      const rows: Row[] = [];
      enter(cursor);
      while (cursor.nextKey()) {
        const operator = cursor.text;
        const row = readRow(cursor, operator);
        count.rows += 1;
        if (row) count.read += 1;
        if (row !== undefined && row !== 'free' && isName(operator)) rows.push(row);
        if (cursor.mustPause()) yield;
      }
      const isAsked = (asked.product ?? product) === product && (asked.country ?? country) === country;
      if (!isAsked) throw new SyntaxError(`${inner} was not asked for`);
      if (isName(country) && isName(product)) take(country, product, rows);
      if (cursor.mustPause()) yield;
    }
    if (cursor.mustPause()) yield;
  }
  cursor.end();
  if (count.rows > 0 && count.read === 0) throw new SyntaxError('a list in which no price can be read');
}

/** A product where a country belongs is the other nesting: its countries would pass for products. */
function checkOuter(name: string, asked: string | undefined, { names: { countries, products } }: Site): void {
  const isOther = asked === undefined && isKnown(products, name) && !isKnown(countries, name);
  if (isOther || name !== (asked ?? name)) throw new SyntaxError(`${name} was not asked for`);
}

const isKnown = (codes: Site['names']['countries'], code: string): boolean =>
  !codes.nameOf(code).includes(':');

function enter(cursor: JsonCursor): void {
  if (!cursor.enterObject()) throw new SyntaxError('no list of prices');
}

/** Undefined for a row that cannot be read. A router must never see a free offer. */
function readRow(cursor: JsonCursor, operator: string): Row | 'free' | undefined {
  if (!cursor.enterObject()) {
    cursor.skip();
    return undefined;
  }
  let price: ListedPrice | undefined;
  let stock: number | null = null;
  let isFree = false;
  const rates: Rates = {};
  while (cursor.nextKey()) {
    const isCost = cursor.is('cost');
    const isCount = cursor.is('count');
    const window = isCost || isCount ? undefined : windowNames.find((one) => cursor.is(one));
    if (!cursor.readScalar()) cursor.skip();
    else if (isCost) {
      price = readPrice(cursor);
      isFree = !price && parseDecimal(cursor.text)?.units === 0n;
    } else if (isCount) stock = readStock(cursor);
    else if (window) rates[window] = readPercent(cursor.text);
  }
  if (isFree) return 'free';
  return price && { operator, price, stock, rates };
}

const windowNames = Object.keys(windows) as (keyof Rates)[];
