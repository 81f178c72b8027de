import { pooledOffers } from '@numroute/testkit';
import { verifyProvider } from '@numroute/testkit/vitest';
import subjects from '../src/conformance.ts';
import { type ProfileName, profiles } from '../src/index.ts';

for (const [name, subject] of Object.entries(subjects)) {
  verifyProvider(name, subject);
  if (profiles[name as ProfileName].purchase.pool === undefined) continue;
  verifyProvider(`${name} with several suppliers`, {
    ...subject,
    market: { ...subject.market, offers: pooledOffers },
  });
}
