import { findService } from '@numroute/core';
import { codesOf, type VendorCodes } from '@numroute/http';
import { countryCodes } from './data/countries.ts';
import { serviceSlugs } from './data/services.ts';

/** What has no name of ours is `<provider>:<code>`. */
export const COUNTRY: RegExp = /^[1-9]\d{0,3}$/;
export const SERVICE: RegExp = /^[\w-]{1,64}$/;

/** What an adapter of OnlineSim reads with. */
export interface Site {
  readonly currency: string;
  readonly codes: VendorCodes;
}

export function createCodes(provider: string): VendorCodes {
  return {
    provider,
    countries: codesOf(provider, countryCodes, COUNTRY),
    services: codesOf(provider, serviceSlugs, SERVICE),
  };
}

/** Our name of a service, which OnlineSim tells by its slug or by its name. Undefined: neither is known. */
export function serviceCalled(told: string, { services }: VendorCodes): string | undefined {
  const bySlug = services.nameOf(told);
  return bySlug.includes(':') ? findService(told)?.slug : bySlug;
}
