import { NumrouteError, type Offer } from '@numroute/core';
import { parseJson } from '../json.ts';
import type { Shape } from './read-as.ts';
import { fitted } from './read-as.ts';

/**
 * What an adapter wrote into its offer as JSON.
 *
 * @throws {NumrouteError} INVALID_INPUT The offer is another provider's, or its handle is not as it was made.
 */
export function readHandle<T>(offer: Offer, provider: string, shape: Shape<T>): T {
  if (offer.provider !== provider) throw NumrouteError.input('offer.provider', `an offer of ${provider}`);
  const found = fitted(parseJson(offer.handle), shape);
  if ('value' in found) return found.value;
  throw NumrouteError.input('offer.handle', `the handle of an offer of ${provider}, as it was listed`);
}
