import type { Provider } from '@numroute/core';
import type { Subject } from '../../src/index.ts';
import { GoodProvider, type GoodSettings } from './good-provider.ts';
import { plainDialect } from './plain-dialect.ts';

/** A subject whose provider is built from the settings of a good one. */
export function subjectOf(build: (settings: GoodSettings) => Provider): Subject {
  return {
    dialect: plainDialect,
    create: ({ baseUrl, apiKey, timeoutMs, world: { currency } }) =>
      build({ baseUrl, apiKey, timeoutMs, currency }),
  };
}

export const good: Subject = subjectOf((settings) => new GoodProvider(settings));
