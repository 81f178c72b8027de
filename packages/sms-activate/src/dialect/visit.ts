import {
  eachInSlices,
  matching,
  type Offer,
  type Offers,
  type Query,
  type Shop,
  type WireReply,
} from '@numroute/core';
import type { Codes } from '../codes.ts';
import type { Profile } from '../profile.ts';
import { type Listed, wordsOf } from './codes.ts';
import type { KeptTexts } from './kept-texts.ts';
import type { Manners } from './manners.ts';
import type { Memory } from './memory.ts';
import type { Parameters } from './parameters.ts';

/** One request of a customer who was let in. */
export interface Visit {
  readonly profile: Profile;
  readonly codes: Codes;
  readonly manners: Manners;
  readonly memory: Memory;
  readonly texts: KeptTexts;
  readonly key: string;
  readonly action: string;
  readonly parameters: Parameters;
  readonly shop: Shop;
}

/** Throws what goes wrong: a `Refusal`, or the shop's error. */
export type Answer = (visit: Visit) => Promise<string | WireReply>;

/** Offers, with the question that they answer. */
export interface Found {
  readonly offers: Offers;
  readonly query: Query;
}

/**
 * What the shop sells of a service, in a country: nothing to whoever wants prices in a currency that it
 * has not. It is everything where a code stands for no name of ours: what it means, only offers tell.
 *
 * @param tiers False: of each service in each country the cheapest price will do.
 */
export async function offersOf(
  visit: Visit,
  service?: string,
  country?: string,
  tiers: boolean = true,
): Promise<Found> {
  const { codes, shop } = visit;
  if (!isInCurrency(visit)) return { offers: [], query: {} };
  const place = country === undefined ? undefined : codes.places.get(country)?.country;
  const slug = service === undefined ? undefined : codes.serviceOf(service);
  const isForeign = slug?.includes(':') ?? false;
  const isWord = !isForeign || /^[\w-]+$/.test(service ?? '');
  if (isWord && (country === undefined || place !== undefined)) {
    const query = {
      ...(slug !== undefined && { service: slug }),
      ...(place !== undefined && { country: place }),
    };
    const offers = await shop.listOffers(query, { tiers });
    if (!isForeign || offers.length > 0) return { offers, query };
  }
  return { offers: await shop.listOffers({}, { tiers }), query: {} };
}

/** The same in the site's codes. */
export async function look(visit: Visit, service?: string, country?: string): Promise<readonly Listed[]> {
  const { offers, query } = await offersOf(visit, service, country);
  return await listedIn(visit, matching(offers, query));
}

/** The offers that can be said here, in slices: a whole market is much. */
export async function listedIn(
  { profile, codes }: Visit,
  offers: Iterable<Offer>,
): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  const wordOf = wordsOf(profile, codes);
  await eachInSlices(offers, (offer) => {
    const word = wordOf(offer);
    if (word) listed.push(word);
  });
  return listed;
}

/** Whether the client means the profile's currency; amounts in another would be read as the wrong ones. */
export function isInCurrency({ profile, parameters }: Pick<Visit, 'profile' | 'parameters'>): boolean {
  const { currency, currencyParameter } = profile;
  if (!currencyParameter) return true;
  const { name, values } = currencyParameter;
  const asked = parameters.get(name);
  return asked === undefined || asked === values[currency];
}
