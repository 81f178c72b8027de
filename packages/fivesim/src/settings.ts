import { isCurrency, NumrouteError } from '@numroute/core';
import { type Checks, type CommonSettings, commonChecks } from '@numroute/http';
import type { FivesimOptions } from './adapter.ts';

export interface FivesimSettings extends CommonSettings, FivesimOptions {}

export const defaultBaseUrl = 'https://5sim.net/v1';

export const checks: Checks<FivesimSettings> = {
  ...commonChecks,
  currency: (value) => {
    if (typeof value === 'string' && isCurrency(value)) return value;
    throw NumrouteError.input('currency', 'an ISO 4217 code such as USD');
  },
  operator: (value) => {
    if (value === 'any') return value;
    throw NumrouteError.input('operator', "'any', or to be left out");
  },
};
