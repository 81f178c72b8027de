import { NumrouteError, type ProviderPlugin } from '@numroute/core';
import {
  type CommonSettings,
  commonChecks,
  currencyCheck,
  oneOf,
  pluginOf,
  vocabularyOf,
} from '@numroute/http';
import { type OnlinesimOptions, onlinesimAdapter } from './adapter.ts';
import type { Balance } from './balance.ts';
import { createCodes } from './codes.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface OnlinesimSettings extends CommonSettings, OnlinesimOptions {}

/** OnlineSim, as a config or a router takes it: `onlinesim.create({ apiKey, currency: 'USD' })`. */
export const onlinesim: ProviderPlugin<OnlinesimSettings> = pluginOf<OnlinesimSettings>({
  id: 'onlinesim',
  baseUrl: defaultBaseUrl,
  checks: {
    ...commonChecks,
    currency: ownCurrency,
    balance: (value) => oneOf<Balance>(value, 'balance', ['free', 'total']),
  },
  required: ['currency'],
  adapter: onlinesimAdapter,
  vocabulary: ({ id = 'onlinesim' }) => vocabularyOf(createCodes(id), ['countries', 'services']),
  recognition,
});

function ownCurrency(value: unknown): string {
  if (value !== undefined) return currencyCheck(value);
  throw NumrouteError.input(
    'currency',
    'what your account at OnlineSim is in, USD at onlinesim.io and RUB at onlinesim.ru: its API does not tell',
  );
}
