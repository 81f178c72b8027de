import type { Profile } from '../profile.ts';
import { countriesOf } from './countries.ts';

/**
 * @see protocol.md 8a; market.md 1 (SMSBower), 3 (no getActiveActivations, no getStatusV2)
 */
export const smsbower: Profile = {
  id: 'smsbower',
  assumed: ['cancelAfterMs', 'limits'],
  baseUrl: 'https://smsbower.page/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPricesV3', shape: 'provider-map', tiers: 'per-tier' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice', pool: 'providerIds' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  // Its own ids from 1001 on (quirk 52).
  countries: countriesOf('smsbower'),
  cancelAfterMs: 120_000,
  lifetimeMs: 1_200_000,
  // 3, 5, 8 s in its copy (protocol.md 4).
  pollMs: 5000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
