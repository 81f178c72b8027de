import type { Profile } from '../profile.ts';

/**
 * United States only. The text reply of getNumber; the price is in the header `X-Price`.
 *
 * @see market.md 1 (DaisySMS); protocol.md 2.4 (`STATUS_WAITING`), 4 (3 s), 5 (`max_price`)
 */
export const daisysms: Profile = {
  id: 'daisysms',
  assumed: ['lifetimeMs', 'limits'],
  baseUrl: 'https://daisysms.com/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumber', maxPrice: 'max_price', priceHeader: 'x-price' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '8', finish: '6' },
  onlyCountry: '187',
  lifetimeMs: 1_200_000,
  pollMs: 3000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
