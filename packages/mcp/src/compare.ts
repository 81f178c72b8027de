import {
  compareMoney,
  formatMoney,
  type Money,
  NumrouteError,
  type Offer,
  parseCountry,
  parseMoney,
  parseService,
} from '@numroute/core';
import type { ShopWindow } from '@numroute/gateway/shop';
import type { Quotes } from './quotes.ts';

export interface Asked {
  readonly service: string;
  readonly country?: string | readonly string[] | undefined;
  readonly max_price?: string | undefined;
  readonly limit: number;
}

/** Prices as a model is told of them. */
export interface Comparison {
  readonly quote?: string;
  /** The most for all numbers that are tried under the quote. */
  readonly cap?: string;
  readonly offers: readonly { readonly country: string; readonly price: string; readonly stock?: number }[];
  readonly total: number;
  readonly note: string;
}

/** @param quotes Undefined: nothing can be bought here. @throws {NumrouteError} INVALID_INPUT, REJECTED */
export async function compare(
  window: ShopWindow,
  asked: Asked,
  quotes: Quotes | undefined,
): Promise<Comparison> {
  const { client } = window;
  const named = asked.country === undefined ? [] : [asked.country].flat();
  const want = client.wantOf(
    parseService(asked.service),
    named.length === 0 ? undefined : named.map((one) => parseCountry(one)),
  );
  const countries = want.country === undefined ? undefined : [want.country].flat();
  const limit = limitOf(window, asked.max_price);
  const [only, ...more] = countries ?? [];
  const query = { service: want.service, ...(only !== undefined && more.length === 0 && { country: only }) };
  const list = await window.offers(query, client.currency, false);
  const found: Offer[] = [];
  for (const offer of list.matching(query))
    if (countries?.includes(offer.country) !== false) found.push(offer);
  found.sort((one, other) => compareMoney(one.price, other.price));
  const within = limit ? found.filter(({ price }) => compareMoney(price, limit) <= 0) : found;
  const shown = (within.length > 0 ? within : found).slice(0, within.length > 0 ? asked.limit : 1);
  const cap = limit ?? shown.at(-1)?.price;
  const quote =
    quotes && cap && within.length > 0
      ? quotes.mint(client.id, { service: want.service, ...(countries && { countries }), cap })
      : undefined;
  return {
    ...(quote !== undefined && cap && { quote, cap: formatMoney(cap) }),
    offers: shown.map(({ country, price, stock }) => ({
      country,
      price: formatMoney(price),
      ...(stock !== null && { stock }),
    })),
    total: within.length,
    note: `${noteOf(shown.length, within.length, quote)}${list.isComplete ? '' : ' Some vendors did not answer.'}`,
  };
}

function noteOf(shown: number, within: number, quote: string | undefined): string {
  if (shown === 0) return 'Nobody sells that now.';
  if (within === 0) return 'The cheapest costs more than that.';
  if (quote === undefined) return 'Nothing can be bought here.';
  return 'buy_number with the quote buys one number, within ten minutes, for at most the cap.';
}

/** The least of what the call and the settings say. @throws {NumrouteError} INVALID_INPUT */
function limitOf(window: ShopWindow, asked: string | undefined): Money | undefined {
  const { client } = window;
  const set = client.maxPrice && window.convert(client.maxPrice, client.currency);
  if (asked === undefined) return set;
  const wished = parseMoney(asked, 'max_price');
  if (wished.currency !== client.currency)
    throw NumrouteError.input('max_price', `an amount in ${client.currency}`, wished.currency);
  return set && compareMoney(set, wished) < 0 ? set : wished;
}
