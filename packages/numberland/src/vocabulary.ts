import type { Vocabulary } from '@numroute/core';
import type { IdOverrides } from './ids/catalogue.ts';
import { createIds } from './ids/ids.ts';
import { knownCountries, knownServices } from './ids/known.ts';

/** Without asking little is known: the adapter reads the vendor's own lists before its first offers. */
export function vocabularyOf(provider: string, own: IdOverrides): Vocabulary {
  const listed = new Map<string, undefined>();
  const countries = createIds(provider, { known: knownCountries, listed, own: own.countries ?? {} });
  const services = createIds(provider, { known: knownServices, listed, own: own.services ?? {} });
  return {
    provider,
    countryIds: (country) => countries.idsOf(country).map((id) => ({ id })),
    serviceCode: (service) => services.idsOf(service)[0],
    assumed: ['countries', 'services'],
  };
}
