import { type Codes, codesOf } from '@numroute/http';
import { countrySlugs } from './data/countries.ts';
import { productNames } from './data/products.ts';

/** `any` stands in the place of a name and is none. */
export const ANY = 'any';

/**
 * What 5sim's own addresses take for the name of a country, an operator or a product; any other leads to a
 * redirect, after which nobody would know whether something was bought.
 */
export const isName = (text: string): boolean => /^[a-z0-9_]{1,100}$/.test(text) && text !== ANY;

/** Its ids of orders are numbers; any other in an address leads to a redirect, too. */
export const isOrderId = (text: string): boolean => /^[1-9]\d{0,19}$/.test(text);

/** What 5sim calls what we call otherwise. */
export interface SiteNames {
  readonly countries: Codes;
  readonly services: Codes;
}

export function namesOf(provider: string): SiteNames {
  return { countries: codesOf(provider, countrySlugs), services: codesOf(provider, productNames) };
}
