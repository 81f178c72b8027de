import { countryTable } from './country-table.ts';
import { NumrouteError } from './errors.ts';

/** An ISO code, which an editor completes, or any other word that {@link parseCountry} takes. */
export type CountryWord = keyof typeof countryTable | (string & {});

/** A country as the contract names it. */
export interface Country {
  /** ISO 3166-1 alpha-2, or `XK`. */
  readonly code: string;
  readonly name: string;
  /** Without its plus. Several countries share one. */
  readonly callingCode: string;
}

const countries: Readonly<Record<string, readonly [name: string, callingCode: string]>> = countryTable;

/** Spellings that are not ISO's but that people and vendors use. */
const otherSpellings: Readonly<Record<string, string>> = { UK: 'GB', EN: 'GB', USA: 'US', UAE: 'AE' };

/** The country of an ISO code; undefined for any other text. */
export function findCountry(code: string): Country | undefined {
  const row = Object.hasOwn(countries, code) ? countries[code] : undefined;
  return row && { code, name: row[0], callingCode: row[1] };
}

/** All countries, by code. */
export function listCountries(): readonly Country[] {
  return Object.entries(countries).map(([code, [name, callingCode]]) => ({ code, name, callingCode }));
}

/**
 * A buyer's word for a country: an ISO code in any case, an English name, `UK`, or `<provider>:<code>`.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function parseCountry(text: string, field = 'country'): string {
  const word = text.trim();
  if (/^[a-z0-9-]+:\S+$/.test(word)) return word;
  const upper = word.toUpperCase();
  const code = otherSpellings[upper] ?? upper;
  if (Object.hasOwn(countries, code)) return code;
  const named = listCountries().find((country) => country.name.toUpperCase() === upper);
  if (named) return named.code;
  throw NumrouteError.input(
    field,
    'an ISO 3166-1 alpha-2 code such as EE or GB',
    JSON.stringify(text.slice(0, 40)),
  );
}
