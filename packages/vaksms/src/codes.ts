import { listCountries } from '@numroute/core';
import { codesOf, type VendorCodes } from '@numroute/http';
import { serviceCodes } from './data/services.ts';

export const SERVICE: RegExp = /^[a-z0-9]{1,20}$/;
export const COUNTRY: RegExp = /^[a-z]{2}$/;

export function createCodes(provider: string): VendorCodes {
  const countries = listCountries().map(({ code }) => [code, code.toLowerCase()] as const);
  return {
    provider,
    countries: codesOf(provider, countries, COUNTRY),
    services: codesOf(provider, serviceCodes, SERVICE),
  };
}
