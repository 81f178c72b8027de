import type { Dialect, Provider, ProviderPlugin } from '@numroute/core';
import { arzancellDialect } from './dialect/index.ts';
import { arzancell } from './plugin.ts';

interface Site {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** What `numroute verify @numroute/arzancell` puts to the proof, and this package's own tests. */
const subjects: {
  readonly arzancell: {
    readonly market: { readonly currency: string };
    readonly dialect: () => Dialect;
    readonly create: (site: Site) => Provider;
    readonly plugin: ProviderPlugin;
  };
} = {
  arzancell: {
    market: { currency: 'IRT' },
    dialect: () => arzancellDialect(),
    plugin: arzancell,
    create: ({ baseUrl, apiKey, timeoutMs }) =>
      arzancell.create({
        baseUrl,
        apiKey,
        timeoutMs,
        purchaseTimeoutMs: timeoutMs,
        allowInsecureHttp: true,
      }),
  },
};

export default subjects;
