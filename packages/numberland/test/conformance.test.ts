import { pooledOffers } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';

verifyProvider('numberland', subjects.numberland);
verifyProvider('numberland over a shop without operators, in fractions of a Toman', {
  ...subjects.numberland,
  market: { currency: 'IRT' },
});
verifyProvider('numberland with several operators', {
  ...subjects.numberland,
  market: { currency: 'IRT', offers: pooledOffers },
});
