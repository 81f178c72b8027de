import type { ProviderPlugin } from '@numroute/core';
import { pluginOf } from '@numroute/http';
import { arzancellAdapter } from './adapter.ts';
import { recognition } from './recognition.ts';
import { type ArzancellSettings, checks, defaultBaseUrl } from './settings.ts';
import { vocabularyOf } from './vocabulary.ts';

/** ArzanCell, as a config or a router takes it: `arzancell.create({ apiKey })`. */
export const arzancell: ProviderPlugin<ArzancellSettings> = pluginOf({
  id: 'arzancell',
  baseUrl: defaultBaseUrl,
  checks,
  adapter: arzancellAdapter,
  vocabulary: ({ id = 'arzancell', ...overrides }) => vocabularyOf(id, overrides),
  recognition,
});
