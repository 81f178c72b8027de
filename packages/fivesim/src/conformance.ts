import type { Dialect, Provider } from '@numroute/core';
import { createHttpProvider, type SimulatedSite, simulatedSettings } from '@numroute/http';
import { type FivesimOptions, fivesimAdapter } from './adapter.ts';
import { fivesimDialect } from './dialect/index.ts';

interface Subject {
  readonly dialect: () => Dialect;
  readonly create: (site: SimulatedSite) => Provider;
}

/** What `numroute verify @numroute/fivesim` puts to the proof, and this package's own tests. */
const subjects: Readonly<Record<'fivesim' | 'fivesim with any operator', Subject>> = {
  fivesim: subject({}),
  'fivesim with any operator': subject({ operator: 'any' }),
};

function subject(options: FivesimOptions): Subject {
  return {
    dialect: () => fivesimDialect(),
    create: (site) => createHttpProvider(fivesimAdapter(options), simulatedSettings(site)),
  };
}

export default subjects;
