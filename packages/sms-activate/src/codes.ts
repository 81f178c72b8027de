import { listCountries } from '@numroute/core';
import { countryOfSmsActivateId, type SmsActivateCountry, smsActivateCountryId } from './ids/countries.ts';
import { serviceOfSmsActivateCode, smsActivateServiceCode } from './ids/services.ts';
import type { Profile } from './profile.ts';

/** Translates between our names and one site's ids. What has no name of ours is `<provider>:<id>`. */
export interface Codes {
  /** Every country that the site is known to have an id for. */
  readonly places: ReadonlyMap<string, SmsActivateCountry>;
  countryOf(id: string): SmsActivateCountry;
  serviceOf(code: string): string;
  /** The ids of a country, those of real numbers first; none where the site does not sell it. */
  idsOf(country: string): readonly string[];
  /** Undefined where the site has no such service. */
  codeOf(service: string): string | undefined;
}

type IdFacts = Pick<Profile, 'countries' | 'countryIds' | 'onlyCountry' | 'services' | 'serviceIds'>;

/** `id` is the provider's, which stands before what has no name of ours. */
export function createCodes(id: string, facts: IdFacts): Codes {
  const prefix = `${id}:`;
  const places = placesOf(facts);
  const ids = new Map<string, string[]>();
  const realFirst = [...places].sort(
    ([, a], [, b]) => Number(a.virtual ?? false) - Number(b.virtual ?? false),
  );
  for (const [place, { country }] of realFirst) ids.set(country, [...(ids.get(country) ?? []), place]);
  const { serviceIds, services = {} } = facts;
  const ours = new Map(Object.entries(services));
  const theirs = new Map([...ours].flatMap(([code, slug]) => (slug === null ? [] : [[slug, code] as const])));

  return {
    places,
    countryOf: (place) => places.get(place) ?? { country: prefix + place },
    serviceOf(code) {
      const shared = serviceIds === 'own' || ours.has(code) ? undefined : serviceOfSmsActivateCode(code);
      const named = ours.get(code) ?? (shared !== undefined && theirs.has(shared) ? undefined : shared);
      return named ?? prefix + code;
    },
    idsOf: (country) =>
      country.startsWith(prefix) ? [country.slice(prefix.length)] : (ids.get(country) ?? []),
    codeOf(service) {
      if (service.startsWith(prefix)) return service.slice(prefix.length);
      const own = theirs.get(service);
      if (own !== undefined || serviceIds === 'own') return own;
      const shared = smsActivateServiceCode(service);
      return shared !== undefined && ours.has(shared) ? undefined : shared;
    },
  };
}

/** By id, in the order of our countries. */
const family: ReadonlyMap<string, SmsActivateCountry> = new Map(
  listCountries().flatMap(({ code }) =>
    [false, true].flatMap((virtual) => {
      const id = smsActivateCountryId(code, { virtual });
      const place = id === undefined ? undefined : countryOfSmsActivateId(id);
      return place ? [[String(id), place] as const] : [];
    }),
  ),
);

/** The family's table as this site changes it. */
function placesOf({ countryIds, countries = {}, onlyCountry }: IdFacts): Codes['places'] {
  const places = new Map(countryIds === 'own' ? [] : family);
  for (const [id, place] of Object.entries(countries)) {
    places.delete(id);
    if (place !== null) places.set(id, typeof place === 'string' ? { country: place } : place);
  }
  if (onlyCountry === undefined) return places;
  return new Map([...places].filter(([id]) => id === onlyCountry));
}
