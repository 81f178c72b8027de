import { listCountries } from '@numroute/core';

/** What shops call countries that share their calling code with others, where CLDR has another name. */
const spellings: Readonly<Record<string, string>> = {
  usa: 'US',
  unitedstatesamerica: 'US',
  england: 'GB',
  uk: 'GB',
  greatbritain: 'GB',
  russianfederation: 'RU',
};

const countries = new Map(listCountries().map((country) => [country.code, country]));
const codes = new Map([
  ...[...countries.values()].map(({ name, code }) => [plain(name), code] as const),
  ...Object.entries(spellings),
]);

/**
 * The country of a row of `getcountry`: by its English name, if the calling code does not contradict it, else
 * by a calling code that one country alone has. Undefined: neither proves one.
 */
export function countryNamed(name: string, areacode: string): string | undefined {
  const digits = areacode.replace(/\D/g, '').replace(/^0+/, '');
  const named = countries.get(codes.get(plain(name)) ?? '');
  if (named) return digits.startsWith(named.callingCode) || digits === '' ? named.code : undefined;
  // Such numbers are of no country's own network.
  if (/virtual|voip/i.test(name)) return undefined;
  const [only, ...more] = [...countries.values()].filter(({ callingCode }) => callingCode === digits);
  return more.length === 0 ? only?.code : undefined;
}

/** `Saint Lucia` is `St. Lucia`, and `Trinidad and Tobago` is `Trinidad & Tobago`. */
function plain(name: string): string {
  const words =
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  return words
    .filter((word) => !['and', 'the', 'of'].includes(word))
    .map((word) => (word === 'saint' ? 'st' : word))
    .join('');
}
