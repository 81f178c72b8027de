import {
  decimalOf,
  eachInSlices,
  findCountry,
  formatDecimal,
  type Money,
  type Offer,
  type Query,
  type Shop,
} from '@numroute/core';
import { isAny } from '../fields.ts';
import { currencyOf, unitOf } from '../unit.ts';
import type { Phrase } from '../words.ts';

export async function showBalance(shop: Shop, unit?: string): Promise<string | Phrase> {
  const balance = await shop.fetchBalance();
  // The wrong unit would be wrong tenfold; better no balance.
  const contradicts = unit !== undefined && (currencyOf(unit) ?? balance.currency) !== balance.currency;
  if (contradicts) return 'TRY AGAIN';
  return `[{"balance":${plain(balance)},"unit":${JSON.stringify(unit ?? unitOf(balance.currency))}}]`;
}

export async function showOffers(shop: Shop, parameters: URLSearchParams): Promise<string | Phrase> {
  const server = parameters.get('server');
  const country = parameters.get('country');
  if (!server || !country) return 'INVALID REQUEST';
  const place = findCountry(country.toUpperCase())?.code;
  const offers = await lookAt(shop, place === undefined ? undefined : { country: place }, {
    server,
    country,
  });
  if (!isKnownCountry(country, offers)) return 'INVALID COUNTRY';
  if (!isKnownServer(server, offers)) return 'INVALID SERVER';
  const shown = offers.filter((offer) => isOf(offer, { server, country }));
  return `[${shown.map(showOffer).join(',')}]`;
}

/**
 * What answers a query; everything where there is none, or where a word of the customer's stays unknown:
 * what it means, only offers tell.
 */
export async function lookAt(
  shop: Shop,
  query: Query | undefined,
  { server, country }: { readonly server: string; readonly country: string },
): Promise<readonly Offer[]> {
  const offers = query && (await offersOf(shop, query));
  const isEnough = offers?.length && isKnownServer(server, offers) && isKnownCountry(country, offers);
  return isEnough ? offers : await offersOf(shop, {});
}

async function offersOf(shop: Shop, query: Query): Promise<readonly Offer[]> {
  const offers: Offer[] = [];
  await eachInSlices(await shop.listOffers(query), (offer) => offers.push(offer));
  return offers;
}

/** Whether a customer's codes mean this offer. */
export function isOf(
  offer: Offer,
  {
    server,
    country,
    service,
  }: { readonly server: string; readonly country: string; readonly service?: string },
): boolean {
  return (
    (isAny(server) || serverOf(offer) === server) &&
    (isAny(country) || countryCodeOf(offer) === country.toLowerCase()) &&
    (service === undefined || offer.service === service)
  );
}

export function isKnownCountry(country: string, offers: readonly Offer[]): boolean {
  if (isAny(country) || findCountry(country.toUpperCase())) return true;
  return offers.some((offer) => countryCodeOf(offer) === country.toLowerCase());
}

export function isKnownServer(server: string, offers: readonly Offer[]): boolean {
  // An empty shop has no servers, which makes none of them wrong.
  return isAny(server) || offers.length === 0 || offers.some((offer) => serverOf(offer) === server);
}

const serverOf = ({ pool }: Offer): string => pool ?? '1';

const countryCodeOf = ({ country }: Offer): string => country.toLowerCase();

/** Written by hand so that a price keeps every decimal; field names and types as in the page's sample. */
function showOffer(offer: Offer): string {
  const text = JSON.stringify({
    server: serverOf(offer),
    'service name': offer.service,
    'service code': offer.service,
    country: countryCodeOf(offer),
    stock: offer.stock === null ? '' : String(offer.stock),
  });
  return `${text.slice(0, -1)},"price":${plain(offer.price)}}`;
}

function plain(value: Money): string {
  return formatDecimal(decimalOf(value));
}
