import type { Provider } from '@numroute/core';
import type { Subject } from '../../src/index.ts';
import type { GoodSettings } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { pagedDialect } from './paged-dialect.ts';
import { PagedProvider } from './paged-provider.ts';
import { plainDialect } from './plain-dialect.ts';
import { plainPlugin } from './plain-plugin.ts';

/** A subject whose provider is built from the settings of a good one. */
export function subjectOf(build: (settings: GoodSettings) => Provider): Subject {
  return {
    dialect: plainDialect,
    create: ({ baseUrl, apiKey, timeoutMs, world: { currency } }) =>
      build({ baseUrl, apiKey, timeoutMs, currency }),
  };
}

/** The same over a wire that pages, and that counts in cents. */
export function pagedSubjectOf(build: (settings: GoodSettings) => Provider): Subject {
  return {
    ...subjectOf(build),
    dialect: pagedDialect,
    market: {
      decimals: 2,
      offers: [
        { service: 'telegram', country: 'EE', price: '0.25', stock: 5 },
        { service: 'telegram', country: 'GB', price: '0.31', stock: 4 },
        { service: 'whatsapp', country: 'EE', price: '1.3', stock: 7 },
        { service: 'whatsapp', country: 'GB', price: '1.15', stock: 3 },
        { service: 'discord', country: 'GB', price: '0.07', stock: 9 },
        { service: 'viber', country: 'EE', price: '0.2', stock: 0 },
      ],
    },
  };
}

export const paged: Subject = pagedSubjectOf((settings) => new PagedProvider(settings));

export const good: Subject = subjectOf((settings) => new GoodProvider(settings));

/** Found by its plugin, as a config file would. */
export const plugged: Subject = { ...good, plugin: plainPlugin };
