import { codesOf, type VendorCodes } from '@numroute/http';
import { countryCodes } from './data/countries.ts';
import { serviceCodes } from './data/services.ts';

/** What has no name of ours is `<provider>:<code>`. */
export const COUNTRY: RegExp = /^[A-Z]{2}$/;
export const SERVICE: RegExp = /^opt\d{1,6}$/;
/** Such as `Vodafone_UK`. It becomes a step of a path, which it must not leave. */
export const OPERATOR: RegExp = /^[A-Za-z0-9][\w &+.-]{0,63}$/;
/** Its ids of orders are numbers. */
export const ORDER_ID: RegExp = /^[1-9]\d{0,19}$/;

export function createCodes(provider: string): VendorCodes {
  return {
    provider,
    countries: codesOf(provider, countryCodes, COUNTRY),
    services: codesOf(provider, serviceCodes, SERVICE),
  };
}
