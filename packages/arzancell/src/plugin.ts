import type { ProviderPlugin } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import { arzancellAdapter } from './adapter.ts';
import { type ArzancellSettings, defaultBaseUrl, parseSettings } from './settings.ts';

export const arzancell: ProviderPlugin<ArzancellSettings> = {
  id: 'arzancell',
  apiVersion: 1,
  parseSettings,
  create(settings) {
    const {
      apiKey,
      baseUrl = defaultBaseUrl,
      allowInsecureHttp,
      proxy,
      timeoutMs,
      purchaseTimeoutMs,
    } = settings;
    return createHttpProvider(arzancellAdapter(settings), {
      apiKey,
      baseUrl,
      ...(allowInsecureHttp !== undefined && { allowInsecureHttp }),
      ...(proxy !== undefined && { proxy }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(purchaseTimeoutMs !== undefined && { purchaseTimeoutMs }),
    });
  },
};
