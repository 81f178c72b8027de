import type { Query } from '@numroute/core';
import type { VendorCodes } from '../reading/codes.ts';
import { PriceListBuilder, type PriceListWords } from './price-list.ts';

/**
 * A list of one vendor's offers, in its own codes.
 *
 * @param asked What of it is wanted. @default everything
 */
export function offerList(
  { provider, services, countries }: VendorCodes,
  words: Pick<PriceListWords, 'currency' | 'handleOf'>,
  asked: Query = {},
): PriceListBuilder {
  return new PriceListBuilder({
    ...words,
    provider,
    asked,
    serviceOf: services.nameOf,
    countryOf: (code) => ({ country: countries.nameOf(code) }),
  });
}
