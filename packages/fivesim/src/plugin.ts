import type { ProviderPlugin } from '@numroute/core';
import {
  type CommonSettings,
  commonChecks,
  currencyCheck,
  oneOf,
  pluginOf,
  vocabularyOf,
} from '@numroute/http';
import { type FivesimOptions, fivesimAdapter } from './adapter.ts';
import { namesOf } from './names.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface FivesimSettings extends CommonSettings, FivesimOptions {}

/** 5sim, as a config or a router takes it: `fivesim.create({ apiKey })`. */
export const fivesim: ProviderPlugin<FivesimSettings> = pluginOf<FivesimSettings>({
  id: 'fivesim',
  baseUrl: defaultBaseUrl,
  checks: {
    ...commonChecks,
    currency: currencyCheck,
    operator: (value) => oneOf<'any'>(value, 'operator', ['any']),
  },
  adapter: fivesimAdapter,
  vocabulary: ({ id = 'fivesim' }) => vocabularyOf(namesOf(id)),
  recognition,
});
