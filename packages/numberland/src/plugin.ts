import type { ProviderPlugin } from '@numroute/core';
import { connectionOf, createHttpProvider } from '@numroute/http';
import { numberlandAdapter } from './adapter.ts';
import { recognition } from './recognition.ts';
import { defaultBaseUrl, type NumberlandSettings, parseSettings } from './settings.ts';
import { vocabularyOf } from './vocabulary.ts';

export const numberland: ProviderPlugin<NumberlandSettings> = {
  id: 'numberland',
  apiVersion: 1,
  parseSettings,
  recognition,
  create(settings) {
    const connection = connectionOf(settings, settings.baseUrl ?? defaultBaseUrl);
    return createHttpProvider(numberlandAdapter(settings), connection);
  },
  vocabulary: ({ id = 'numberland', ...own }) => vocabularyOf(id, own),
};
