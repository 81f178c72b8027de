import type { Profile } from '../profile.ts';
import { countriesOf } from './countries.ts';

/**
 * @see protocol.md 8; market.md 1 (HeroSMS), 3 (no getPricesV2/V3); ../herosms-native.md (history)
 */
export const herosms: Profile = {
  id: 'herosms',
  assumed: ['pollMs'],
  baseUrl: 'https://hero-sms.com/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice' },
  status: { action: 'getStatus', fullText: 'getStatusV2' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  // At most 100 rows at a time (protocol.md 2.4).
  active: { action: 'getActiveActivations', pages: { start: 'start', limit: 'limit', rows: 100 } },
  // Done, cancelled, refunded: the classic STATUS_CANCEL is said of all three. REST v1 takes no other key.
  history: {
    path: 'api/v1/activations/history',
    auth: { in: 'header', name: 'authorization', prefix: 'ApiKey ' },
    rows: 25,
    ends: { 6: 'finished', 8: 'cancelled', 10: 'cancelled' },
  },
  // No Russia and no id 12 (market.md 1), among others.
  countries: countriesOf('herosms'),
  cancelAfterMs: 120_000,
  lifetimeMs: 1_200_000,
  // Bans, protocol.md 4: the pair for 30 minutes, the account to fewer numbers at a time.
  conduct: [
    { numbers: 100, minSuccessRate: 0.06, per: 'service-and-country' },
    { numbers: 500, minSuccessRate: 0.03, per: 'account' },
  ],
  pollMs: 1000,
  // 50 per second are allowed on paper, a dozen rapid calls were refused (protocol.md 4, quirk 49).
  limits: { requests: 4, perMs: 1000, concurrent: 2 },
};
