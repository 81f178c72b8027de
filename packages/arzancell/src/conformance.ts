import type { Dialect, Provider } from '@numroute/core';
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
  };
} = {
  arzancell: {
    market: { currency: 'IRT' },
    dialect: () => arzancellDialect(),
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
