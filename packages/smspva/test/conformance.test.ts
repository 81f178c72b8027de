import { pooledOffers } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';

verifyProvider('smspva', subjects.smspva);
verifyProvider('smspva with several operators', {
  ...subjects.smspva,
  market: { currency: 'USD', charges: 'delivery', offers: pooledOffers },
});
