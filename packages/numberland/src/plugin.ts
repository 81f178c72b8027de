import type { ProviderPlugin } from '@numroute/core';
import { pluginOf } from '@numroute/http';
import { numberlandAdapter } from './adapter.ts';
import { recognition } from './recognition.ts';
import { checks, defaultBaseUrl, type NumberlandSettings } from './settings.ts';
import { vocabularyOf } from './vocabulary.ts';

export const numberland: ProviderPlugin<NumberlandSettings> = pluginOf({
  id: 'numberland',
  baseUrl: defaultBaseUrl,
  checks,
  adapter: numberlandAdapter,
  vocabulary: ({ id = 'numberland', ...own }) => vocabularyOf(id, own),
  recognition,
});
