import type { ProviderPlugin } from '@numroute/core';
import { connectionOf, createHttpProvider } from '@numroute/http';
import { fivesimAdapter } from './adapter.ts';
import { recognition } from './recognition.ts';
import { defaultBaseUrl, type FivesimSettings, parseSettings } from './settings.ts';
import { vocabularyOf } from './vocabulary.ts';

export const fivesim: ProviderPlugin<FivesimSettings> = {
  id: 'fivesim',
  apiVersion: 1,
  parseSettings,
  recognition,
  create(settings) {
    const connection = connectionOf(settings, settings.baseUrl ?? defaultBaseUrl);
    return createHttpProvider(fivesimAdapter(settings), connection);
  },
  vocabulary: ({ id = 'fivesim' }) => vocabularyOf(id),
};
