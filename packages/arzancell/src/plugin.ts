import type { ProviderPlugin } from '@numroute/core';
import { connectionOf, createHttpProvider } from '@numroute/http';
import { arzancellAdapter } from './adapter.ts';
import { recognition } from './recognition.ts';
import { type ArzancellSettings, defaultBaseUrl, parseSettings } from './settings.ts';
import { vocabularyOf } from './vocabulary.ts';

export const arzancell: ProviderPlugin<ArzancellSettings> = {
  id: 'arzancell',
  apiVersion: 1,
  parseSettings,
  recognition,
  create(settings) {
    const connection = connectionOf(settings, settings.baseUrl ?? defaultBaseUrl);
    return createHttpProvider(arzancellAdapter(settings), connection);
  },
  vocabulary: ({ id = 'arzancell', ...overrides }) => vocabularyOf(id, overrides),
};
