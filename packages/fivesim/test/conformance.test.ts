import { pooledOffers } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';

verifyProvider('fivesim', subjects.fivesim);
verifyProvider('fivesim with several operators', { ...subjects.fivesim, market: { offers: pooledOffers } });
verifyProvider('fivesim with any operator', subjects['fivesim with any operator']);
