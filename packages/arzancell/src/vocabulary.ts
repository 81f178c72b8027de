import type { Vocabulary } from '@numroute/core';
import { type CodeOverrides, spellingsOf } from './codes.ts';

/** Its own lists are on pages for people only: what no override names is taken to be the common word. */
export function vocabularyOf(provider: string, { countries = {}, services = {} }: CodeOverrides): Vocabulary {
  const codeOf = (table: Readonly<Record<string, string>>, name: string): string | undefined =>
    Object.hasOwn(table, name) ? table[name] : undefined;
  return {
    provider,
    countryIds(country) {
      const own = codeOf(countries, country);
      return (own === undefined ? spellingsOf(country) : [own]).map((id) => ({ id }));
    },
    serviceCode: (service) => codeOf(services, service) ?? (service.includes(':') ? undefined : service),
    assumed: ['countries', 'services'],
  };
}
