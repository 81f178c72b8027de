import { codesOf, type VendorCodes } from '@numroute/http';
import { serviceNames } from './data/services.ts';

/** What the vendor calls a service. One that has no name of ours is `<provider>:<name>`. */
export const SERVICE: RegExp = /^[\w.&+-]{1,64}$/;

/** Its numbers are of the United States, which it does not say. */
export const COUNTRY = 'US';

/** They want a name beside them, or are for rentals alone: nothing of one service. */
const NOT_ONE_SERVICE: readonly string[] = ['servicenotlisted', 'servicenotlistedvoice', 'allservices'];

export const isService = (name: string): boolean =>
  SERVICE.test(name) && !NOT_ONE_SERVICE.includes(name.toLowerCase());

/** @param known The user knows better. */
export function createCodes(provider: string, known: Readonly<Record<string, string>> = {}): VendorCodes {
  return {
    provider,
    countries: codesOf(provider, { [COUNTRY]: COUNTRY }, /^US$/),
    services: codesOf(provider, { ...serviceNames, ...known }, SERVICE),
  };
}
