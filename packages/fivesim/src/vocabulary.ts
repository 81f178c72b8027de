import type { Vocabulary } from '@numroute/core';
import { namesOf } from './names.ts';

export function vocabularyOf(provider: string): Vocabulary {
  const { countries, products } = namesOf(provider);
  return {
    provider,
    countryIds(country) {
      const id = countries.codeOf(country);
      return id === undefined ? [] : [{ id }];
    },
    serviceCode: (service) => products.codeOf(service),
    assumed: [],
  };
}
