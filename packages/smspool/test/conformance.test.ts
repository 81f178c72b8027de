import { pooledOffers } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';

verifyProvider('smspool', subjects.smspool);
verifyProvider('smspool with several pools', {
  ...subjects.smspool,
  market: { currency: 'USD', offers: pooledOffers },
});
