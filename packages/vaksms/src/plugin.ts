import type { ProviderPlugin } from '@numroute/core';
import { type CommonSettings, commonChecks, currencyCheck, pluginOf, vocabularyOf } from '@numroute/http';
import { type VaksmsOptions, vaksmsAdapter } from './adapter.ts';
import { createCodes } from './codes.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface VaksmsSettings extends CommonSettings, Pick<VaksmsOptions, 'currency'> {}

/** VAK-SMS, as a config or a router takes it: `vaksms.create({ apiKey, currency: 'RUB' })`. */
export const vaksms: ProviderPlugin<VaksmsSettings> = pluginOf<VaksmsSettings>({
  id: 'vaksms',
  baseUrl: defaultBaseUrl,
  checks: { ...commonChecks, currency: currencyCheck },
  required: ['currency'],
  adapter: vaksmsAdapter,
  vocabulary: ({ id = 'vaksms' }) => vocabularyOf(createCodes(id), ['countries', 'services']),
  recognition,
});
