import { findCountry, listCountries } from '@numroute/core';

/** The longest national number of most countries, without the trunk's 0. */
const LONGEST_NATIONAL = 10;

/** Countries with longer ones. */
const LONGER_NATIONAL: Readonly<Record<string, number>> = { AR: 11, AT: 13, BR: 11, CN: 11, DE: 11, ID: 12 };

/** Calling codes under which numbers of a country are told as well, beside its own. */
const ALSO_UNDER: Readonly<Record<string, readonly string[]>> = { PS: ['972'], XK: ['377', '381', '386'] };

/** Enough digits to tell two numbers apart, whether or not a reply writes the calling code before them. */
const TAIL = 7;

/** Whether two replies name the same number: one may write it with the calling code, and one without. */
export function isSamePhone(left: string, right: string): boolean {
  return digitsOf(left).slice(-TAIL) === digitsOf(right).slice(-TAIL);
}

/**
 * What contradicts the country of an offer: the other country that the vendor named, or the calling
 * code that the number has instead. Undefined where nothing is certain: several countries share a calling
 * code, a vendor's own word for a country is no name, and a number that is told without its calling
 * code may look like one of another country.
 *
 * @param named The country that the vendor named for the order.
 */
export function otherCountry(
  country: string,
  phone: string,
  named: string | undefined = country,
): string | undefined {
  const own = findCountry(country)?.callingCode;
  const told = findCountry(named)?.callingCode;
  if (own === undefined || told === undefined) return undefined;
  const digits = digitsOf(phone);
  const begins = listCountries().find(({ callingCode }) => digits.startsWith(callingCode))?.callingCode;
  const isOwn = begins === own || ALSO_UNDER[country]?.includes(begins ?? '');
  // The number is the goods: a label that the number contradicts is a wrong label.
  if (isOwn && begins !== told) return undefined;
  if (named !== country) return named;
  const mayBeNational = digits.length <= (LONGER_NATIONAL[country] ?? LONGEST_NATIONAL);
  return isOwn || begins === undefined || mayBeNational ? undefined : `+${begins}`;
}

const digitsOf = (phone: string): string => phone.replace(/\D/g, '');
