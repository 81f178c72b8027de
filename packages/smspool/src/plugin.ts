import type { ProviderPlugin } from '@numroute/core';
import {
  type CommonSettings,
  checkSettings,
  commonChecks,
  connectionOf,
  createHttpProvider,
  refusePlainHttp,
} from '@numroute/http';
import { smspoolAdapter } from './adapter.ts';
import { createCodes } from './codes.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export type SmspoolSettings = CommonSettings;

export const smspool: ProviderPlugin<SmspoolSettings> = {
  id: 'smspool',
  apiVersion: 1,
  recognition,
  parseSettings(raw) {
    const settings = checkSettings<SmspoolSettings>(raw, commonChecks);
    refusePlainHttp(settings);
    return settings;
  },
  create(settings) {
    const connection = connectionOf(settings, settings.baseUrl ?? defaultBaseUrl);
    return createHttpProvider(smspoolAdapter(settings), connection);
  },
  vocabulary({ id = 'smspool' }) {
    const { countries, services } = createCodes(id);
    return {
      provider: id,
      countryIds: (country) => [countries.codeOf(country) ?? []].flat().map((one) => ({ id: one })),
      serviceCode: services.codeOf,
      assumed: [],
    };
  },
};
