import {
  compareMoney,
  decimalOf,
  eachInSlices,
  findCountry,
  formatDecimal,
  type Money,
  type Offer,
  type Query,
  type Shop,
} from '@numroute/core';
import { createCodes } from '../codes.ts';
import { knownCountries } from '../data/countries.ts';
import { type Answer, parameterOf, Refusal } from './visit.ts';

const { countries, services } = createCodes('vaksms');

/** Russia, if left out. */
const countryOf = (query: URLSearchParams): string => countries.nameOf(query.get('country') || 'ru');

export const showBalance: Answer = async (shop) => `{"balance":${digits(await shop.fetchBalance())}}`;

export async function showCountries(shop: Shop | undefined): Promise<string> {
  const sold = new Set<string>();
  if (shop)
    await eachInSlices(await shop.listOffers({}, { tiers: false }), ({ country }) => sold.add(country));
  const codes = shop ? [...sold].flatMap((country) => countries.codeOf(country) ?? []) : knownCountries;
  const rows = codes.map((countryCode) => ({
    countryName: findCountry(countryCode.toUpperCase())?.name ?? countryCode,
    countryCode,
    operatorList: [],
  }));
  return JSON.stringify(rows);
}

export const showCount: Answer = async (shop, query) => {
  const service = parameterOf(query, 'service');
  const offer = cheapestOf(await offersOf(shop, query, service));
  const price = query.has('price') && offer ? `,"price":${digits(offer.price)}` : '';
  return `{${JSON.stringify(service)}:${offer ? offer.stock : 0}${price}}`;
};

export const showCounts: Answer = async (shop, query) => {
  const offers = await listOf(shop, { country: countryOf(query) });
  const rows = [...Map.groupBy(offers, (offer) => services.codeOf(offer.service))].flatMap(([code, some]) => {
    const offer = cheapestOf(some);
    if (code === undefined || !offer) return [];
    const price = query.has('price') ? `,"price":${digits(offer.price)}` : '';
    return `${JSON.stringify(code)}:{"count":${offer.stock}${price}}`;
  });
  if (rows.length === 0) throw new Refusal('noCountry');
  return `{${rows.join()}}`;
};

/**
 * What a customer may have of a service, by the operator that was asked for.
 *
 * @throws {Refusal} Nobody has heard of the country, of the service, or of the operator.
 */
export async function offersOf(shop: Shop, query: URLSearchParams, code: string): Promise<readonly Offer[]> {
  const country = countryOf(query);
  const lists = await Promise.all(
    services.namesOf(code).map((service) => listOf(shop, { service, country })),
  );
  const operator = query.get('operator');
  const offers = lists.flat().filter(({ pool }) => !operator || pool === operator);
  if (operator && offers.length === 0 && lists.flat().length > 0) throw new Refusal('noOperator');
  return offers;
}

async function listOf(shop: Shop, query: Query): Promise<readonly Offer[]> {
  const offers: Offer[] = [];
  await eachInSlices(await shop.listOffers(query), (offer) => offers.push(offer));
  return offers;
}

/** Of those that are in stock, or else of all. */
export function cheapestOf(offers: readonly Offer[]): Offer | undefined {
  const inStock = offers.filter(({ stock }) => stock !== 0);
  return [...(inStock.length > 0 ? inStock : offers)].sort((a, b) => compareMoney(a.price, b.price))[0];
}

/** As they are: a float would round them. */
const digits = (amount: Money): string => formatDecimal(decimalOf(amount));
