import type { Profile } from '../profile.ts';

/**
 * Its sources disagree about the currency (USD or RUB): the settings have to say yours. Its receipts were
 * seen to say 643, the ruble, beside the amount that its list shows in dollars.
 *
 * @see market.md 1 (GrizzlySMS), 3; quirks 36, 45
 */
export const grizzly: Profile = {
  id: 'grizzlysms',
  assumed: ['currency', 'lifetimeMs', 'pollMs', 'limits'],
  baseUrl: 'https://api.grizzlysms.com/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPricesV3', shape: 'providers', tiers: 'per-tier' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice', pool: 'providerIds' },
  status: { action: 'getStatus', fullText: 'getStatusV2' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  // A recorded order could be cancelled from its fifth minute on (`activationCancel`).
  cancelAfterMs: 300_000,
  lifetimeMs: 1_200_000,
  pollMs: 1000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
