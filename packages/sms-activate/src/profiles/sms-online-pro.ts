import type { Profile } from '../profile.ts';

/**
 * The reference's ways throughout, with `activationOperator` null; no getStatusV2, no getServicesList.
 *
 * @see market.md 1 (sms-online.pro), 3; protocol.md 7 (currency 840)
 * @see https://sms-online.pro/docs/api/en/number.html getNumber, `maxPrice`, `WRONG_MAX_PRICE:$min`
 * @see https://sms-online.pro/docs/api/en/get_status.html
 * @see https://sms-online.pro/docs/api/en/change_status.html 1, 3, 6, 8; not in the first 2 minutes
 */
export const smsOnlinePro: Profile = {
  id: 'sms-online-pro',
  assumed: ['countries', 'services', 'lifetimeMs', 'pollMs', 'limits'],
  baseUrl: 'https://sms-online.pro/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  // `cost` is a number, with `physicalCount` (market.md 1).
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  // Whether it has getActiveActivations is open (market.md 3).
  cancelAfterMs: 120_000,
  lifetimeMs: 1_200_000,
  pollMs: 1000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
