import type { ProviderPlugin } from '@numroute/core';
import { pluginOf, vocabularyOf } from '@numroute/http';
import { fivesimAdapter } from './adapter.ts';
import { namesOf } from './names.ts';
import { recognition } from './recognition.ts';
import { checks, defaultBaseUrl, type FivesimSettings } from './settings.ts';

export const fivesim: ProviderPlugin<FivesimSettings> = pluginOf({
  id: 'fivesim',
  baseUrl: defaultBaseUrl,
  checks,
  adapter: fivesimAdapter,
  vocabulary: ({ id = 'fivesim' }) => vocabularyOf(namesOf(id)),
  recognition,
});
