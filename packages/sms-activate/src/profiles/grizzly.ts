import type { Profile } from '../profile.ts';
import { countriesOf } from './countries.ts';

/**
 * Its sources disagree about the currency (USD or RUB): the settings have to say yours. Its receipts were
 * seen to say 643, the ruble, beside the amount that its list shows in dollars.
 *
 * @see market.md 1 (GrizzlySMS), 3; quirks 36, 45
 * @see https://github.com/ourswebsolutions-ux/veltrosms.com tests/grizzly.test.ts (replies recorded in 2026-05)
 */
export const grizzly: Profile = {
  id: 'grizzlysms',
  assumed: ['currency', 'pollMs', 'limits'],
  baseUrl: 'https://api.grizzlysms.com/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPricesV3', shape: 'providers', tiers: 'per-tier', none: 'null' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice', pool: 'providerIds' },
  status: { action: 'getStatus', fullText: 'getStatusV2' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  // A bare list, recorded as `null` without orders.
  active: { action: 'getActiveActivations', none: 'null' },
  // Some countries have ids of its own. More of them are said to exist, by nobody who can be named.
  countries: countriesOf('grizzly'),
  // A recorded order could be cancelled from its fifth minute on (`activationCancel`), and ended with its
  // twentieth (`activationEnd`).
  cancelAfterMs: 300_000,
  lifetimeMs: 1_200_000,
  pollMs: 1000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
