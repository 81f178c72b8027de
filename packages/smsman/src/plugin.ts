import type { ProviderPlugin } from '@numroute/core';
import {
  type CommonSettings,
  commonChecks,
  count,
  currencyCheck,
  oneOf,
  pluginOf,
  vocabularyOf,
} from '@numroute/http';
import { type SmsmanOptions, smsmanAdapter } from './adapter.ts';
import { balances, units } from './fields.ts';
import { catalogueOf } from './ids/catalogue.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface SmsmanSettings extends CommonSettings, SmsmanOptions {}

const MILLISECONDS = 'milliseconds, a whole number above 0';

/** SMS-Man, as a config or a router takes it: `smsman.create({ apiKey, currency: 'RUB' })`. */
export const smsman: ProviderPlugin<SmsmanSettings> = pluginOf<SmsmanSettings>({
  id: 'smsman',
  baseUrl: defaultBaseUrl,
  checks: {
    ...commonChecks,
    currency: currencyCheck,
    unit: (value) => oneOf(value, 'unit', units),
    balance: (value) => oneOf(value, 'balance', balances),
    lifetimeMs: (value) => count(value, 'lifetimeMs', MILLISECONDS),
    cancelAfterMs: (value) => count(value, 'cancelAfterMs', MILLISECONDS),
  },
  required: ['currency'],
  adapter: smsmanAdapter,
  vocabulary: ({ id = 'smsman' }) => vocabularyOf(catalogueOf(id).known, ['countries', 'services']),
  recognition,
});
