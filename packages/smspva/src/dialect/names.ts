import { findCountry, type Offer } from '@numroute/core';
import { createCodes } from '../codes.ts';

const codes = createCodes('smspva');

/** SMSPVA's codes of an offer; undefined for what it has none for, which cannot be bought in its words. */
export function codesOf({
  service,
  country,
}: Pick<Offer, 'service' | 'country'>): { readonly service: string; readonly country: string } | undefined {
  const code = codes.services.codeOf(service);
  const place = codes.countries.codeOf(country);
  return code !== undefined && place !== undefined ? { service: code, country: place } : undefined;
}

export const countryNamed = (code: string): string => codes.countries.nameOf(code);

/** Every service that the code may mean. */
export const servicesNamed = (code: string): readonly string[] => codes.services.namesOf(code);

export const callingCodeOf = (country: string): string => findCountry(country)?.callingCode ?? '';
