import { NumrouteError, type ProviderPlugin } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import { smsActivateAdapter } from './adapter.ts';
import { profiles } from './profiles/index.ts';
import { parseSettings, type SmsActivateSettings } from './settings.ts';

export const smsActivate: ProviderPlugin<SmsActivateSettings> = {
  id: 'sms-activate',
  apiVersion: 1,
  parseSettings,
  create(settings) {
    const profile = profiles[settings.profile ?? 'classic'];
    const {
      apiKey,
      baseUrl = profile.baseUrl,
      allowInsecureHttp,
      proxy,
      timeoutMs,
      purchaseTimeoutMs,
    } = settings;
    if (baseUrl === undefined) throw NumrouteError.input('baseUrl', "the site's address with its path");
    return createHttpProvider(smsActivateAdapter(profile, settings), {
      apiKey,
      baseUrl,
      ...(allowInsecureHttp !== undefined && { allowInsecureHttp }),
      ...(proxy !== undefined && { proxy }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(purchaseTimeoutMs !== undefined && { purchaseTimeoutMs }),
    });
  },
};
