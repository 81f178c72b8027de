import type { Profile } from '../profile.ts';

/**
 * The protocol of sms-activate itself, and of every site that says "replace the host". The original
 * is closed; use this with a base URL of your own.
 *
 * @see protocol.md 2 (actions), 4 (times: 20 min, cancel after 2 min)
 */
export const classic: Profile = {
  id: 'sms-activate',
  assumed: ['pollMs', 'limits'],
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice' },
  status: { action: 'getStatus', fullText: 'getStatusV2' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  active: { action: 'getActiveActivations' },
  cancelAfterMs: 120_000,
  lifetimeMs: 1_200_000,
  pollMs: 1000,
  // No limit is published; clients throttle themselves to a few per second (quirk 49).
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
