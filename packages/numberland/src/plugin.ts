import { type ProviderPlugin, parseCountry, parseService } from '@numroute/core';
import { type CommonSettings, codesIn, commonChecks, pluginOf, vocabularyOf } from '@numroute/http';
import { numberlandAdapter } from './adapter.ts';
import { ID } from './fields.ts';
import { catalogueOf, type IdOverrides } from './ids/catalogue.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface NumberlandSettings extends CommonSettings, IdOverrides {}

/** Numberland, as a config or a router takes it: `numberland.create({ apiKey })`. */
export const numberland: ProviderPlugin<NumberlandSettings> = pluginOf<NumberlandSettings>({
  id: 'numberland',
  baseUrl: defaultBaseUrl,
  checks: {
    ...commonChecks,
    countries: (value) => codesIn(value, 'countries', parseCountry, idOf),
    services: (value) => codesIn(value, 'services', parseService, idOf),
  },
  adapter: numberlandAdapter,
  vocabulary: ({ id = 'numberland', ...own }) =>
    vocabularyOf(catalogueOf(id, own).known, ['countries', 'services']),
  recognition,
});

function idOf(given: unknown): string | undefined {
  const id = typeof given === 'number' ? String(given) : given;
  return typeof id === 'string' && ID.test(id) ? id : undefined;
}
