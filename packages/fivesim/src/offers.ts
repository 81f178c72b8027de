import type { Offers, Query } from '@numroute/core';
import { isSuccess, type Reply, type Send } from '@numroute/http';
import { comparePrices, PriceListBuilder, readSteps, type Tier } from '@numroute/http/price-list';
import { failureOf } from './failure.ts';
import { ANY, isName } from './names.ts';
import type { Site } from './orders.ts';
import { type Asked, readCells, type Take } from './prices.ts';
import type { Handle } from './purchase.ts';
import { successRateOf } from './rates.ts';
import { isStranger } from './words.ts';

/** The whole list is some 9 MB, one country 0.6 MB. */
const LONGEST_LIST = 33_554_432;
const LONGEST_PART = 8_388_608;

/** Every pinned price; without pinning the price that `any` operator would be bought for now. */
export async function listOffers(send: Send, query: Query, site: Site, isPinned: boolean): Promise<Offers> {
  const { countries, services } = site.names;
  const country = query.country === undefined ? undefined : (countries.codeOf(query.country) ?? '');
  const product = query.service === undefined ? undefined : (services.codeOf(query.service) ?? '');
  // A name that it cannot have is nothing that it sells.
  if (![country, product].every((name) => name === undefined || isName(name))) return [];
  const asked = { ...(country !== undefined && { country }), ...(product !== undefined && { product }) };
  const isWhole = country === undefined && product === undefined;
  const reply = await send({
    path: ['guest', 'prices'],
    query: asked,
    maxBytes: isWhole ? LONGEST_LIST : LONGEST_PART,
  });
  // A long reply is a list or nothing: to look at its text would join it.
  const isLong = reply.parts !== undefined;
  if (!isLong && isStranger(reply.text, reply.status)) return [];
  const failure = isLong && isSuccess(reply) ? undefined : failureOf(reply);
  if (failure) throw failure;
  return await readOffers(reply, asked, site, isPinned);
}

async function readOffers(reply: Reply, asked: Asked, site: Site, isPinned: boolean): Promise<Offers> {
  const { id: provider, currency, names } = site;
  const list = new PriceListBuilder({
    provider,
    currency,
    serviceOf: (code) => names.services.nameOf(code),
    countryOf: (code) => ({ country: names.countries.nameOf(code) }),
    handleOf: ({ country, pool: operator = ANY, service: product }) =>
      JSON.stringify({ country, operator, product } satisfies Handle),
  });
  await readSteps(reply, readCells(reply, asked, site, isPinned ? pinned(list) : cheapest(list)));
  return await list.build();
}

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
