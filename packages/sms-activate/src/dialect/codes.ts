import type { Offer } from '@numroute/core';
import type { Codes } from '../codes.ts';
import type { SmsActivateCountry } from '../ids/countries.ts';
import { smsActivateServiceName } from '../ids/services.ts';
import type { Profile } from '../profile.ts';

/** The id for a country; undefined where the site has none, and then it cannot sell it. */
export function countryIdOf(codes: Codes, country: string, virtual: boolean = false): string | undefined {
  const foreign = /^[a-z0-9-]+:(\w+)$/.exec(country)?.[1];
  // Another vendor's id that is one of this site's is another country's.
  if (foreign !== undefined) return codes.places.has(foreign) ? undefined : foreign;
  return codes.idsOf(country).find((id) => (codes.places.get(id)?.virtual ?? false) === virtual);
}

/** Every country that the site has an id for, by id. */
export function listPlaces({ places }: Codes): readonly (readonly [id: string, place: SmsActivateCountry])[] {
  return [...places].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

/** The site's code for a service, or what follows `<provider>:`. */
export function serviceCodeOf(codes: Codes, service: string): string | undefined {
  const own = codes.codeOf(service);
  if (own !== undefined) return own;
  const foreign = /^[a-z0-9-]+:([\w-]+)$/.exec(service)?.[1];
  // Another vendor's code that is one of this site's is another service's.
  return foreign !== undefined && codes.serviceOf(foreign).includes(':') ? foreign : undefined;
}

export function serviceNameOf(code: string): string | undefined {
  return smsActivateServiceName(code);
}

/** An offer in the words of this site. */
export interface Listed {
  readonly offer: Offer;
  readonly countryId: string;
  readonly serviceCode: string;
  /** How many; 1 where nobody says, because clients skip what has none. */
  readonly count: number;
}

/** Says offers in the words of a site; undefined for one without an id, a code or the currency that clients expect. */
export function wordsOf(profile: Profile, codes: Codes): (offer: Offer) => Listed | undefined {
  const countryIds = remembered((country) => countryIdOf(codes, country));
  const virtualIds = remembered((country) => countryIdOf(codes, country, true));
  const serviceCodes = remembered((service) => serviceCodeOf(codes, service));
  return (offer) => {
    const countryId = (offer.virtual ? virtualIds : countryIds)(offer.country);
    const serviceCode = serviceCodes(offer.service);
    if (countryId === undefined || serviceCode === undefined) return undefined;
    if (offer.price.currency !== profile.currency) return undefined;
    if (profile.onlyCountry !== undefined && countryId !== profile.onlyCountry) return undefined;
    return { offer, countryId, serviceCode, count: offer.stock ?? 1 };
  };
}

/** The same few words are in every list. */
function remembered(look: (word: string) => string | undefined): (word: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (word) => {
    if (!known.has(word)) known.set(word, look(word));
    return known.get(word);
  };
}

/** Whether the site knows the code: some list has it, or it is on sale. */
export function isKnownService(
  { profile, codes }: { readonly profile: Profile; readonly codes: Codes },
  code: string,
  listed: readonly Listed[],
): boolean {
  return (
    (profile.serviceIds !== 'own' && serviceNameOf(code) !== undefined) ||
    !codes.serviceOf(code).includes(':') ||
    listed.some(({ serviceCode }) => serviceCode === code)
  );
}

export function isKnownCountry({ places }: Codes, id: string, listed: readonly Listed[]): boolean {
  return places.has(id) || listed.some(({ countryId }) => countryId === id);
}

/** What a client calls an offer's pool. */
export const poolOf = ({ pool }: Offer): string => pool ?? '1';
