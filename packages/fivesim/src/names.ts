import { codesOf, type VendorCodes } from '@numroute/http';
import { countrySlugs } from './data/countries.ts';
import { productNames } from './data/products.ts';

/** `any` stands in the place of a name and is none. */
export const ANY = 'any';

/**
 * What 5sim's own addresses take for the name of a country, an operator or a product; any other leads to a
 * redirect, after which nobody would know whether something was bought.
 */
export const NAME: RegExp = /^(?!any$)[a-z0-9_]{1,100}$/;

export const isName = (text: string): boolean => NAME.test(text);

/** Its ids of orders are numbers; any other in an address leads to a redirect, too. */
export const ORDER_ID: RegExp = /^[1-9]\d{0,19}$/;

export function namesOf(provider: string): VendorCodes {
  return {
    provider,
    countries: codesOf(provider, countrySlugs, NAME),
    services: codesOf(provider, productNames, NAME),
  };
}
