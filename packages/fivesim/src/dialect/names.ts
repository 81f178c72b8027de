import { eachInSlices, type Offer, type Offers, type Query, type Shop } from '@numroute/core';
import { countrySlugs } from '../data/countries.ts';
import { productNames } from '../data/products.ts';

/** Our names as 5sim would write them. What it has no name for is written in the signs that it allows. */
export interface Spelling {
  codeOf(name: string): string;
  /** The name that is meant, of those that are sold; what is not sold is known from 5sim's own list. */
  nameOf(code: string, sold: Iterable<string>): string | undefined;
  /** Without looking at what is sold; undefined: only that would tell. */
  listed(code: string): string | undefined;
}

export const countries: Spelling = spellingOf(countrySlugs);
export const products: Spelling = spellingOf(productNames);

function spellingOf(table: Readonly<Record<string, string>>): Spelling {
  const codes = new Map(Object.entries(table));
  const names = new Map([...codes].map(([name, code]) => [code, name]));
  const codeOf = (name: string): string => codes.get(name) ?? name.toLowerCase().replace(/[^a-z0-9_]/g, '_');
  return {
    codeOf,
    listed: (code) => names.get(code),
    nameOf(code, sold) {
      for (const name of sold) if (codeOf(name) === code) return name;
      return names.get(code);
    },
  };
}

/** What a customer calls by 5sim's names; undefined: nothing is called so. */
export async function meaningOf(
  shop: Shop,
  { country, product }: { readonly country?: string | undefined; readonly product?: string | undefined },
): Promise<{ readonly country?: string | undefined; readonly service?: string | undefined }> {
  const named = {
    country: country === undefined ? undefined : countries.listed(country),
    service: product === undefined ? undefined : products.listed(product),
  };
  const isEnough =
    (country === undefined || named.country !== undefined) &&
    (product === undefined || named.service !== undefined);
  if (isEnough) return named;
  const sold = await namesSold(shop);
  return {
    country: country === undefined ? undefined : countries.nameOf(country, sold.countries),
    service: product === undefined ? undefined : products.nameOf(product, sold.services),
  };
}

export async function namesSold(shop: Shop): Promise<{
  readonly services: Iterable<string>;
  readonly countries: Iterable<string>;
}> {
  const offers = await shop.listOffers({}, { tiers: false });
  if (offers.services && offers.countries) return { services: offers.services, countries: offers.countries };
  const names = { services: new Set<string>(), countries: new Set<string>() };
  await eachInSlices(offers, ({ service, country }) => {
    names.services.add(service);
    names.countries.add(country);
  });
  return names;
}

/** Of every operator. */
export async function offersOf(shop: Shop, query: Query): Promise<readonly Offer[]> {
  const offers: Offer[] = [];
  const listed: Offers = await shop.listOffers(query);
  await eachInSlices(listed, (offer) => offers.push(offer));
  return offers;
}

/** What has no pool is one operator. */
export const operatorOf = ({ pool }: { readonly pool?: string }): string =>
  pool === undefined ? 'virtual1' : pool.toLowerCase().replace(/[^a-z0-9_]/g, '_');
