import { type SimulatedVendor, simulatedVendor } from '@numroute/http';
import { fivesimAdapter } from './adapter.ts';
import { fivesimDialect } from './dialect/index.ts';

/** What `numroute verify @numroute/fivesim` puts to the proof, and this package's own tests. */
const subjects: Readonly<Record<'fivesim' | 'fivesim with any operator', SimulatedVendor>> = {
  fivesim: simulatedVendor(fivesimDialect, () => fivesimAdapter()),
  'fivesim with any operator': simulatedVendor(fivesimDialect, () => fivesimAdapter({ operator: 'any' })),
};

export default subjects;
