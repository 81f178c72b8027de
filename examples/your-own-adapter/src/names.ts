import { listCountries } from '@numroute/core';
import { type Codes, codesOf } from '@numroute/http';

/** The vendor's codes by our names. What is not listed here is `pigeon:<code>` in our words. */
const services = { telegram: 'tg', whatsapp: 'wa', viber: 'vb', discord: 'ds' };

/** The page: "as in ISO 3166-1, in small letters, but `uk` for the United Kingdom". */
const countries = {
  ...Object.fromEntries(listCountries().map(({ code }) => [code, code.toLowerCase()])),
  GB: 'uk',
};

/** An adapter's own words: its id, and the vendor's codes by our names. */
export interface Names {
  readonly provider: string;
  readonly services: Codes;
  readonly countries: Codes;
}

export function namesOf(provider: string): Names {
  return { provider, services: codesOf(provider, services), countries: codesOf(provider, countries) };
}
