import type { ProviderPlugin } from '@numroute/core';
import { type CommonSettings, commonChecks, currencyCheck, pluginOf, vocabularyOf } from '@numroute/http';
import { type SmspvaOptions, smspvaAdapter } from './adapter.ts';
import { createCodes } from './codes.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface SmspvaSettings extends CommonSettings, SmspvaOptions {}

/** SMSPVA, as a config or a router takes it: `smspva.create({ apiKey })`. */
export const smspva: ProviderPlugin<SmspvaSettings> = pluginOf<SmspvaSettings>({
  id: 'smspva',
  baseUrl: defaultBaseUrl,
  checks: { ...commonChecks, currency: currencyCheck },
  adapter: smspvaAdapter,
  vocabulary: ({ id = 'smspva' }) => vocabularyOf(createCodes(id)),
  recognition,
});
