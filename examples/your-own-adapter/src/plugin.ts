import type { ProviderPlugin } from '@numroute/core';
import { type CommonSettings, commonChecks, pluginOf } from '@numroute/http';
import { createAdapter } from './adapter.ts';

/** Key, address, limits, time limits and proxy. What only this vendor needs is added here. */
export type Settings = CommonSettings;

const defaultBaseUrl = 'https://api.pigeon.example/loft';

export const plugin: ProviderPlugin<Settings> = pluginOf({
  id: 'pigeon',
  baseUrl: defaultBaseUrl,
  checks: commonChecks,
  adapter: ({ id = 'pigeon', limits }) => createAdapter(id, limits),
});
