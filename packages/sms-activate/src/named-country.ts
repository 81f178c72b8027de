import { findCountry, listCountries } from '@numroute/core';
import type { Codes } from './codes.ts';
import { isCountryCode } from './fields.ts';

export function callingCodeOf(country: string): string | undefined {
  return findCountry(country)?.callingCode;
}

/**
 * The country that a reply names, in our words: by its id, else by its calling code where one country alone
 * has it. Undefined where it names none, or where the phone or the calling code beside the id is of another
 * country: sites differ in what they mean by `countryCode`, and a label that the number itself contradicts
 * proves nothing.
 */
export function namedCountry(
  fields: ReadonlyMap<string, unknown>,
  phone: string | undefined,
  codes: Codes,
): string | undefined {
  const id = fields.get('countryCode') ?? fields.get('country');
  const told = fields.get('countryPhoneCode');
  const calling = typeof told === 'string' ? told.replace(/^(?:\+|00)/, '') : undefined;
  const named =
    typeof id === 'string' && isCountryCode(id) ? codes.countryOf(id).country : countryCalled(calling);
  const code = named === undefined ? undefined : callingCodeOf(named);
  if (code === undefined) return named;
  const isConfirmed = (phone?.startsWith(`+${code}`) ?? true) && (calling?.startsWith(code) ?? true);
  return isConfirmed ? named : undefined;
}

function countryCalled(calling: string | undefined): string | undefined {
  const [only, ...more] = listCountries().filter(({ callingCode }) => callingCode === calling);
  return more.length === 0 ? only?.code : undefined;
}
