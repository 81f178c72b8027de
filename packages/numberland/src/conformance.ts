import type { Clock, Dialect, Provider } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import { numberlandAdapter } from './adapter.ts';
import { numberlandDialect } from './dialect/index.ts';

interface Site {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

interface Goods {
  readonly service: string;
  readonly country: string;
  readonly pool: string;
  readonly price: string;
  readonly stock: number;
}

interface NumberlandSubject {
  readonly market: {
    readonly currency: string;
    readonly decimals: number;
    readonly offers: readonly Goods[];
  };
  readonly dialect: () => Dialect;
  readonly create: (site: Site) => Provider;
}

/** What `numroute verify @numroute/numberland` puts to the proof, and this package's own tests. */
const subjects: { readonly numberland: NumberlandSubject } = {
  numberland: {
    market: {
      currency: 'IRT',
      decimals: 0,
      offers: [
        { service: 'telegram', country: 'RU', pool: '1', price: '22000', stock: 1087 },
        { service: 'telegram', country: 'RU', pool: '2', price: '29500', stock: 40 },
        { service: 'telegram', country: 'EE', pool: '1', price: '31000', stock: 5 },
        { service: 'whatsapp', country: 'EE', pool: '4', price: '17000', stock: 7 },
        { service: 'viber', country: 'EE', pool: '1', price: '9000', stock: 0 },
      ],
    },
    dialect: () => numberlandDialect(),
    create: ({ baseUrl, apiKey, timeoutMs, clock }) =>
      createHttpProvider(numberlandAdapter(), {
        baseUrl,
        apiKey,
        timeoutMs,
        purchaseTimeoutMs: timeoutMs,
        allowInsecureHttp: true,
        clock,
      }),
  },
};

export default subjects;
