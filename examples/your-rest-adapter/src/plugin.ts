import type { ProviderPlugin } from '@numroute/core';
import {
  type CommonSettings,
  checkSettings,
  commonChecks,
  connectionOf,
  createHttpProvider,
  refusePlainHttp,
} from '@numroute/http';
import { createAdapter } from './adapter.ts';

/** Key, address, limits, time limits and proxy. What only this vendor needs is added here. */
export type Settings = CommonSettings;

const defaultBaseUrl = 'https://api.otter.example/v2';

export const plugin: ProviderPlugin<Settings> = {
  id: 'otter',
  apiVersion: 1,
  parseSettings(raw) {
    const settings = checkSettings(raw, commonChecks);
    refusePlainHttp(settings);
    return settings;
  },
  create(settings) {
    const { id = 'otter', limits, baseUrl = defaultBaseUrl } = settings;
    return createHttpProvider(createAdapter(id, limits), connectionOf(settings, baseUrl));
  },
};
