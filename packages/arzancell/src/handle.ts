import { NumrouteError, type Offer } from '@numroute/core';
import { readCode } from './fields.ts';

/** The vendor's own codes of one offer, exactly as it listed them. */
export interface Handle {
  readonly server: string;
  readonly country: string;
  readonly service: string;
}

export function writeHandle({ server, country, service }: Handle): string {
  return JSON.stringify({ server, country, service });
}

/**
 * Refuses anything but three exact codes: an order for `any` would buy a number whose price and
 * country nobody knows, because the reply names neither.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function readHandle(offer: Offer, provider: string): Handle {
  if (offer.provider !== provider) throw NumrouteError.input('offer.provider', `an offer of ${provider}`);
  const { server, country, service } = parse(offer.handle);
  const codes = { server: exact(server), country: exact(country), service: exact(service) };
  if (codes.server === undefined || codes.country === undefined || codes.service === undefined) {
    throw NumrouteError.input(
      'offer.handle',
      'an exact server, country and service, as listOffers gave them',
    );
  }
  return { server: codes.server, country: codes.country, service: codes.service };
}

function exact(value: unknown): string | undefined {
  return typeof value === 'string' ? readCode(value) : undefined;
}

function parse(handle: string): Partial<Record<keyof Handle, unknown>> {
  try {
    const value: unknown = JSON.parse(handle);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
