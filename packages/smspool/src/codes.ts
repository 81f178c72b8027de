import { codesOf, type VendorCodes } from '@numroute/http';
import { countryIds } from './data/countries.ts';
import { serviceIds } from './data/services.ts';

/** The vendor's ids are numbers. One that has no name of ours is `<provider>:<id>`. */
export const ID: RegExp = /^\d{1,9}$/;

export function createCodes(provider: string): VendorCodes {
  return {
    provider,
    countries: codesOf(provider, countryIds, ID),
    services: codesOf(provider, serviceIds, ID),
  };
}
