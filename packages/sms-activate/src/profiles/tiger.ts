import type { Profile } from '../profile.ts';
import { countriesOf } from './countries.ts';

/**
 * @see protocol.md 8b, 7 (types); market.md 1 (Tiger SMS)
 */
export const tiger: Profile = {
  id: 'tiger-sms',
  assumed: ['cancelAfterMs', 'lifetimeMs', 'pollMs', 'limits'],
  baseUrl: 'https://api.tiger-sms.com/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPricesV2', shape: 'prices', tiers: 'cumulative' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice' },
  status: { action: 'getStatus', fullText: 'getStatusV2' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  active: { action: 'getActiveActivations' },
  // No Russia, no China; 1001 is "United States VIP", beside 187.
  countries: countriesOf('tiger'),
  cancelAfterMs: 120_000,
  lifetimeMs: 1_200_000,
  pollMs: 1000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
