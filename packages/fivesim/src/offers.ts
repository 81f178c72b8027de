import type { Offers, Query } from '@numroute/core';
import { askedOf, refuseSaid, type Send, told } from '@numroute/http';
import { comparePrices, offerList, readSteps } from '@numroute/http/price-list';
import { ANY } from './names.ts';
import type { Site } from './orders.ts';
import { type Row, readCells } from './prices.ts';
import { meaningOf, saidBy } from './words.ts';

/** The whole list is some 9 MB, one country 0.6 MB. */
const LONGEST_LIST = 33_554_432;
const LONGEST_PART = 8_388_608;

/** Every pinned price; without pinning the price that `any` operator would be bought for now. */
export async function listOffers(
  send: Send,
  query: Query,
  { codes, currency }: Site,
  isPinned: boolean,
): Promise<Offers> {
  const asked = askedOf(query, codes);
  if (!asked) return [];
  const names = told({ country: asked.country, product: asked.service });
  const maxBytes = names.country || names.product ? LONGEST_PART : LONGEST_LIST;
  const reply = await send({ path: ['guest', 'prices'], query: names, maxBytes });
  if (meaningOf(reply).isUnsold) return [];
  refuseSaid(reply, saidBy(reply));
  const list = offerList(codes, {
    currency,
    handleOf: ({ country, pool: operator = ANY, service: product }) =>
      JSON.stringify({ country, operator, product }),
  });
  const take = (country: string, product: string, rows: readonly Row[]): void => {
    const [sold, place] = [list.services.numberOf(product), list.countries.numberOf(country)];
    for (const row of isPinned ? rows : cheapestOf(rows)) {
      const pool = row.operator === undefined ? undefined : list.pools.numberOf(row.operator);
      list.add(sold, place, { ...row, pool });
    }
  };
  await readSteps(reply, readCells(reply, names, codes, take));
  return await list.build();
}

/** `any` takes the cheapest operator that has a number, whichever that is. */
function cheapestOf(rows: readonly Row[]): readonly Row[] {
  const sold = rows.filter(({ stock }) => stock !== 0).sort(comparePrices);
  const [first] = sold;
  if (!first) return [];
  const alike = sold.filter((row) => comparePrices(row, first) === 0);
  const counts = alike.map(({ stock }) => stock);
  const stock = counts.includes(null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const successRate = alike.length === 1 ? first.successRate : undefined;
  return [{ units: first.units, scale: first.scale, stock, successRate }];
}
