import type { Profile } from '../profile.ts';

/**
 * The compatible server of SMS-Man, with this family's ids; its native API has others.
 *
 * @see market.md 1 (SMS-Man compat); quirk 31 (-1); ../sms-man.md (Transport, Rules)
 * @see https://sms-man.com/site/docs-api
 */
export const smsMan: Profile = {
  id: 'sms-man',
  // `maxPrice` and `currency` are documented for the native API; here clients send them.
  assumed: ['currencyParameter', 'purchase.maxPrice', 'pollMs', 'limits'],
  baseUrl: 'https://api.sms-man.com/stubs/handler_api.php',
  currency: 'RUB',
  currencyParameter: { name: 'currency', values: { RUB: 'RUB', USD: 'USD' }, in: 'priced' },
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  // `cost` is text: {"0":{"vk":{"cost":"15","count":6455}}}
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumber', maxPrice: 'maxPrice' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '-1', finish: '6' },
  // Lifetime and earliest cancel are not documented.
  pollMs: 1000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
