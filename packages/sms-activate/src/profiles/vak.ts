import type { Profile } from '../profile.ts';

/**
 * Says BAD_ACTION for a bad key and for the status of an unknown order. Its getPrices is assumed to
 * be the classic one, its services to have the family's codes: its native API has letters of its own.
 *
 * @see protocol.md 8c; market.md 1 (VAK-SMS compat), 3; quirk 36
 */
export const vak: Profile = {
  id: 'vak-sms',
  assumed: ['currency', 'offers', 'services', 'lifetimeMs', 'pollMs', 'limits'],
  baseUrl: 'https://vak-sms.com/stubs/handler_api.php',
  currency: 'RUB',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumber' },
  status: { action: 'getStatus' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  words: {
    balance: { BAD_ACTION: 'UNAUTHORIZED' },
    purchase: { BAD_ACTION: 'UNAUTHORIZED' },
    status: { BAD_ACTION: 'UNKNOWN_ORDER' },
  },
  lifetimeMs: 1_200_000,
  pollMs: 3000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
