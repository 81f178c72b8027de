import type { Offer } from '@numroute/core';
import type { Codes } from '../codes.ts';
import type { SmsActivateCountry } from '../ids/countries.ts';
import { smsActivateServiceName } from '../ids/services.ts';
import type { Profile } from '../profile.ts';

/** The id for a country; undefined where the site has none, and then it cannot sell it. */
export function countryIdOf(codes: Codes, country: string, virtual: boolean = false): string | undefined {
  const foreign = /^[a-z0-9-]+:(\w+)$/.exec(country)?.[1];
  return foreign ?? codes.idsOf(country).find((id) => (codes.places.get(id)?.virtual ?? false) === virtual);
}

/** Every country that the site has an id for, by id. */
export function listPlaces({ places }: Codes): readonly (readonly [id: string, place: SmsActivateCountry])[] {
  return [...places].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

/** The site's code for a service, or what follows `<provider>:`. */
export function serviceCodeOf(codes: Codes, service: string): string | undefined {
  return codes.codeOf(service) ?? /^[a-z0-9-]+:([\w-]+)$/.exec(service)?.[1];
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

/** The offers that can be said here: with an id, a code and in the currency that clients expect. */
export function listedOf(profile: Profile, codes: Codes, offers: Iterable<Offer>): readonly Listed[] {
  const listed: Listed[] = [];
  for (const offer of offers) {
    const countryId = countryIdOf(codes, offer.country, offer.virtual === true);
    const serviceCode = serviceCodeOf(codes, offer.service);
    if (countryId === undefined || serviceCode === undefined) continue;
    if (offer.price.currency !== profile.currency) continue;
    if (profile.onlyCountry !== undefined && countryId !== profile.onlyCountry) continue;
    listed.push({ offer, countryId, serviceCode, count: offer.stock ?? 1 });
  }
  return listed;
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
