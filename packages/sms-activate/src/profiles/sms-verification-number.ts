import type { Profile } from '../profile.ts';
import { countriesOf } from './countries.ts';

/**
 * With its sister sites 365sms.org and 365api.net. `lang` is part of every request, and picks the
 * currency: without it the account's other balance answers.
 *
 * @see market.md 1 (sms-verification-number); protocol.md 2.1 (bare balance), 3 (CANNOT_BEFORE_2_MIN), 7
 * @see https://sms-verification-number.com/en/api-sms-activate/
 */
export const smsVerificationNumber: Profile = {
  id: 'sms-verification-number',
  // The list is documented with a status to filter by; without one it is taken to hold them all.
  assumed: ['active.parameters'],
  // No .php.
  baseUrl: 'https://sms-verification-number.com/stubs/handler_api',
  currency: 'USD',
  currencyParameter: { name: 'lang', values: { USD: 'en', RUB: 'ru' }, in: 'all' },
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  // Beside getServicesAndCost, which has one country at a time.
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumberV2', maxPrice: 'maxPrice' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  active: {
    action: 'getCurrentActivationsList',
    parameters: { order: 'id', orderBy: 'DESC', limit: '100' },
    // 0 new, 1 completed, 2 cancelled, 3 SMS received, 4 waits for another.
    closed: ['1', '2'],
  },
  // Its Canada is "Canada (virtual)".
  countries: { ...countriesOf('sms-verification-number'), '36': { country: 'CA', virtual: true } },
  cancelAfterMs: 120_000,
  lifetimeMs: 1_200_000,
  // "Poll every 3 to 5 seconds".
  pollMs: 5000,
  // 150 per second are allowed.
  limits: { requests: 10, perMs: 1000, concurrent: 4 },
};
