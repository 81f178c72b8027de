import { NumrouteError, type Offer } from '@numroute/core';
import { isCountryCode, isPoolCode, isServiceCode } from './fields.ts';

/** The site's own codes of one offer, exactly as it listed them. */
export interface Handle {
  readonly country: string;
  readonly service: string;
  readonly pool?: string;
}

/** With the price, so that each tier of a ladder has its own; a purchase says its cap, not this. */
export function writeHandle({ country, service, pool }: Handle, price: string): string {
  return JSON.stringify({ country, service, ...(pool !== undefined && { pool }), price });
}

/**
 * Refuses anything but exact codes: a purchase without a country buys Russia at some sites (quirk 45).
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function readHandle(offer: Offer, provider: string): Handle {
  if (offer.provider !== provider) throw NumrouteError.input('offer.provider', `an offer of ${provider}`);
  const { country, service, pool } = parse(offer.handle);
  const exact =
    typeof country === 'string' &&
    isCountryCode(country) &&
    typeof service === 'string' &&
    isServiceCode(service) &&
    (pool === undefined || (typeof pool === 'string' && isPoolCode(pool)));
  if (exact) return { country, service, ...(pool !== undefined && { pool }) };
  throw NumrouteError.input('offer.handle', 'an exact country and service, as listOffers gave them');
}

function parse(handle: string): Partial<Record<keyof Handle, unknown>> {
  try {
    const value: unknown = JSON.parse(handle);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
