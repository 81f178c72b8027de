import type { Dialect, Provider } from '@numroute/core';
import { smspoolDialect } from './dialect/index.ts';
import { smspool } from './plugin.ts';

interface Site {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** What `numroute verify @numroute/smspool` puts to the proof, and this package's own tests. */
const subjects: {
  readonly smspool: {
    readonly market: { readonly currency: string };
    readonly dialect: () => Dialect;
    readonly create: (site: Site) => Provider;
  };
} = {
  smspool: {
    market: { currency: 'USD' },
    dialect: () => smspoolDialect(),
    create: ({ baseUrl, apiKey, timeoutMs }) =>
      smspool.create({
        baseUrl,
        apiKey,
        timeoutMs,
        purchaseTimeoutMs: timeoutMs,
        allowInsecureHttp: true,
      }),
  },
};

export default subjects;
