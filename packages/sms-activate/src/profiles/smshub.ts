import type { Profile } from '../profile.ts';

/**
 * A cap is set by an account call (`setMaxPrice`), not with the purchase: no price guard.
 *
 * @see market.md 1 (SMSHub), 3; quirks 18, 20
 */
export const smshub: Profile = {
  id: 'smshub',
  assumed: ['cancelAfterMs', 'lifetimeMs', 'pollMs', 'limits'],
  baseUrl: 'https://smshub.org/stubs/handler_api.php',
  currency: 'RUB',
  currencyParameter: { name: 'currency', values: { RUB: '643', USD: '840' }, in: 'priced' },
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'price-map', tiers: 'per-tier' },
  purchase: { action: 'getNumber' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  active: { action: 'getCurrentActivations' },
  cancelAfterMs: 120_000,
  lifetimeMs: 1_200_000,
  pollMs: 1000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
