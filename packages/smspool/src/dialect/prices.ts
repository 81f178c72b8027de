import { compareMoney, eachInSlices, money, type Offer, parseDecimal, type Shop } from '@numroute/core';
import {
  countryOf,
  DEFAULT_POOL,
  idOfCountry,
  idOfService,
  nameOfCountry,
  nameOfPool,
  numberOf,
  serviceOf,
  textOf,
  titleOf,
} from './catalogue.ts';
import { missing } from './refusals.ts';

type Fields = ReadonlyMap<string, string>;

/** Every price of what was asked for, by pool. */
export async function showStock(shop: Shop, fields: Fields): Promise<readonly object[]> {
  return (await offersOf(shop, fields)).map((offer) => ({
    country: numberOf(idOfCountry(offer.country) ?? ''),
    country_name: nameOfCountry(offer.country),
    service: numberOf(idOfService(offer.service) ?? ''),
    service_name: titleOf(offer.service),
    pool: numberOf(poolOf(offer)),
    pool_name: nameOfPool(poolOf(offer)),
    stock: offer.stock,
    price: textOf(offer.price),
    ...(offer.listedAt !== undefined && { last_update: dateOf(offer.listedAt) }),
  }));
}

export async function showPricing(shop: Shop, fields: Fields): Promise<readonly object[]> {
  const cap = fields.get('max_price');
  if (cap !== undefined && !parseDecimal(cap)) throw missing('max_price');
  const offers = await offersOf(shop, fields);
  const within = offers.filter(
    ({ price }) => cap === undefined || compareMoney(price, money(cap, 'USD')) <= 0,
  );
  return within.map((offer) => ({
    service: numberOf(idOfService(offer.service) ?? ''),
    service_name: titleOf(offer.service),
    country: numberOf(idOfCountry(offer.country) ?? ''),
    country_name: nameOfCountry(offer.country),
    short_name: offer.country,
    pool: numberOf(poolOf(offer)),
    price: textOf(offer.price),
  }));
}

/** `2024-09-14 22:15:02` */
export function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

const poolOf = ({ pool = DEFAULT_POOL }: Offer): string => pool;

/** What has no id of this vendor's cannot be bought in its words, and amounts are in dollars without saying so. */
async function offersOf(shop: Shop, fields: Fields): Promise<readonly Offer[]> {
  const [country, service, pool] = ['country', 'service', 'pool'].map((name) => fields.get(name));
  const listed = await shop.listOffers({
    ...(country && { country: countryOf(country) }),
    ...(service && { service: serviceOf(service) }),
  });
  const offers: Offer[] = [];
  await eachInSlices(listed, (offer) => {
    const isNamed = idOfCountry(offer.country) !== undefined && idOfService(offer.service) !== undefined;
    const isAsked = pool === undefined || poolOf(offer) === pool;
    if (isNamed && isAsked && offer.price.currency === 'USD') offers.push(offer);
  });
  return offers;
}
