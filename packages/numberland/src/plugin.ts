import { NumrouteError, type ProviderPlugin, parseCountry, parseService } from '@numroute/core';
import { type CommonSettings, commonChecks, objectOf, pluginOf, vocabularyOf } from '@numroute/http';
import { numberlandAdapter } from './adapter.ts';
import { ID } from './fields.ts';
import { catalogueOf, type IdOverrides } from './ids/catalogue.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface NumberlandSettings extends CommonSettings, IdOverrides {}

export const numberland: ProviderPlugin<NumberlandSettings> = pluginOf<NumberlandSettings>({
  id: 'numberland',
  baseUrl: defaultBaseUrl,
  checks: {
    ...commonChecks,
    countries: (value) => idsIn(value, 'countries', parseCountry),
    services: (value) => idsIn(value, 'services', parseService),
  },
  adapter: numberlandAdapter,
  vocabulary({ id: provider = 'numberland', ...own }) {
    const { services, countries } = catalogueOf(provider, own);
    const codes = { provider, services: services.known, countries: countries.known };
    return vocabularyOf(codes, ['countries', 'services']);
  },
  recognition,
});

function idsIn(
  value: unknown,
  setting: string,
  parse: (text: string, field: string) => string,
): Readonly<Record<string, string>> {
  const ids = new Map<string, string>();
  for (const [name, given] of objectOf(value, setting, 'an object from our names to their ids')) {
    const field = `${setting}.${name.slice(0, 40)}`;
    const id = typeof given === 'number' ? String(given) : given;
    if (typeof id !== 'string' || !ID.test(id)) throw NumrouteError.input(field, 'their id, such as 8');
    const ours = parse(name, field);
    if (ours.includes(':')) throw NumrouteError.input(field, 'a name of ours, such as EE or telegram');
    // One id with two names could not be read back, and of two ids for one name the first would be lost.
    if (ids.has(ours) || [...ids.values()].includes(id)) throw NumrouteError.input(field, 'one entry for it');
    ids.set(ours, id);
  }
  return Object.fromEntries(ids);
}
