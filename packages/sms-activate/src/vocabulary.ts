import type { CountryId, Vocabulary } from '@numroute/core';
import { createCodes } from './codes.ts';
import type { Profile } from './profile.ts';

export function vocabularyOf(provider: string, profile: Profile): Vocabulary {
  const { places, idsOf, codeOf } = createCodes(provider, profile);
  const tables = ['countries', 'services'] as const;
  return {
    provider,
    countryIds: (country) =>
      idsOf(country).map((id): CountryId => ({ id, ...(places.get(id)?.virtual && { virtual: true }) })),
    serviceCode: codeOf,
    assumed: tables.filter((table) => profile.assumed.includes(table)),
  };
}
