import type { Clock, Dialect, Provider } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import { type FivesimOptions, fivesimAdapter } from './adapter.ts';
import { fivesimDialect } from './dialect/index.ts';

interface Site {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

interface Subject {
  readonly dialect: () => Dialect;
  readonly create: (site: Site) => Provider;
}

/** What `numroute verify @numroute/fivesim` puts to the proof, and this package's own tests. */
const subjects: { readonly fivesim: Subject; readonly 'fivesim with any operator': Subject } = {
  fivesim: subject({}),
  'fivesim with any operator': subject({ operator: 'any' }),
};

function subject(options: FivesimOptions): Subject {
  return {
    dialect: () => fivesimDialect(),
    create: ({ baseUrl, apiKey, timeoutMs, clock }) =>
      createHttpProvider(fivesimAdapter(options), {
        baseUrl,
        apiKey,
        timeoutMs,
        purchaseTimeoutMs: timeoutMs,
        allowInsecureHttp: true,
        clock,
      }),
  };
}

export default subjects;
