import { pooledOffers } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';
import { arzancell } from '../src/index.ts';

verifyProvider('arzancell', subjects.arzancell);
verifyProvider('arzancell over a form', {
  ...subjects.arzancell,
  create: ({ baseUrl, apiKey, timeoutMs }) =>
    arzancell.create({
      baseUrl,
      apiKey,
      timeoutMs,
      purchaseTimeoutMs: timeoutMs,
      allowInsecureHttp: true,
      transport: 'post-form',
    }),
});
verifyProvider('arzancell with several servers', {
  ...subjects.arzancell,
  market: { currency: 'IRT', offers: pooledOffers },
});
