import {
  countryOfSmsActivateId,
  serviceOfSmsActivateCode,
  smsActivateCountryId,
  smsActivateServiceCode,
} from '@numroute/core';
import type { Profile } from './profile.ts';

/** Ids from here on mean another country at every site (quirk 52). */
const OWN_IDS = 1000;

/** The virtual numbers of the United States, which are a country of their own in this dialect. */
const VIRTUAL_US = '12';

/** Translates between our names and one site's ids. What has no name of ours is `<provider>:<id>`. */
export interface Codes {
  countryOf(code: string): { readonly country: string; readonly virtual?: true };
  serviceOf(code: string): string;
  /** The ids to ask for, none where the site does not sell the country. */
  askCountry(country: string): readonly string[];
  askService(service: string): string | undefined;
}

export function createCodes(id: string, { countries = {}, onlyCountry }: Profile): Codes {
  const own = new Map(Object.entries(countries));
  const prefix = `${id}:`;

  const countryOf: Codes['countryOf'] = (code) => {
    const theirs = own.get(code);
    if (theirs) return { country: theirs };
    const shared =
      theirs === undefined && Number(code) < OWN_IDS ? countryOfSmsActivateId(Number(code)) : undefined;
    return shared ?? { country: prefix + code };
  };

  return {
    countryOf,
    serviceOf: serviceOfSmsActivateCode,
    askCountry(country) {
      if (country.startsWith(prefix)) return [country.slice(prefix.length)];
      const shared = smsActivateCountryId(country);
      const ids = [...own].filter(([, ours]) => ours === country).map(([code]) => code);
      if (shared !== undefined && !own.has(String(shared))) ids.unshift(String(shared));
      if (country === 'US' && !own.has(VIRTUAL_US)) ids.push(VIRTUAL_US);
      return onlyCountry === undefined ? ids : ids.filter((code) => code === onlyCountry);
    },
    askService: (service) =>
      service.startsWith(prefix) ? service.slice(prefix.length) : smsActivateServiceCode(service),
  };
}
