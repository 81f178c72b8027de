import type { Profile } from '../profile.ts';

/**
 * Its price list is turned inside out: `{service:{country:price}}`, without counts. Errors come with
 * real HTTP codes. It does not say its currency, so the settings have to.
 *
 * @see market.md 1 (privatesms.vip); quirks 3, 19, 32
 * @see https://privatesms.vip/documentation/prices
 * @see https://privatesms.vip/documentation/actions-with-number 1, 3, 6, 8; not in the first minute
 * @see https://privatesms.vip/documentation/receive-status-number-code
 */
export const privatesms: Profile = {
  id: 'privatesms',
  assumed: [
    'baseUrl',
    'currency',
    'purchase.maxPrice',
    'countries',
    'services',
    'lifetimeMs',
    'pollMs',
    'limits',
  ],
  // Documented with http:, on a host whose documentation is served over https: too.
  baseUrl: 'https://privatesms.vip/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'bare', nesting: 'service-country', tiers: 'per-tier' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  cancelAfterMs: 60_000,
  lifetimeMs: 1_200_000,
  pollMs: 1000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
