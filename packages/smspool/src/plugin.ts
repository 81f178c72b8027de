import type { ProviderPlugin } from '@numroute/core';
import { type CommonSettings, commonChecks, pluginOf, vocabularyOf } from '@numroute/http';
import { smspoolAdapter } from './adapter.ts';
import { createCodes } from './codes.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export type SmspoolSettings = CommonSettings;

export const smspool: ProviderPlugin<SmspoolSettings> = pluginOf({
  id: 'smspool',
  baseUrl: defaultBaseUrl,
  checks: commonChecks,
  adapter: smspoolAdapter,
  vocabulary: ({ id = 'smspool' }) => vocabularyOf(createCodes(id)),
  recognition,
});
