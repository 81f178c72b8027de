import type { ProviderPlugin } from '@numroute/core';
import { type CommonSettings, commonChecks, pluginOf, vocabularyOf } from '@numroute/http';
import { smspoolAdapter } from './adapter.ts';
import { createCodes } from './codes.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

/** The settings that every plugin has. */
export type SmspoolSettings = CommonSettings;

/** SMSPool, as a config or a router takes it: `smspool.create({ apiKey })`. */
export const smspool: ProviderPlugin<SmspoolSettings> = pluginOf({
  id: 'smspool',
  baseUrl: defaultBaseUrl,
  checks: commonChecks,
  adapter: smspoolAdapter,
  vocabulary: ({ id = 'smspool' }) => vocabularyOf(createCodes(id)),
  recognition,
});
