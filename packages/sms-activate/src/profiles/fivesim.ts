import { fivesimCountries } from '../ids/fivesim.ts';
import type { Profile } from '../profile.ts';

/**
 * The deprecated compatible server of 5sim: countries by name, services by this family's codes. Its
 * native API tells prices; of this server only what clients do is known.
 *
 * @see market.md 1 (5sim compat); protocol.md 2.4 (status 10 bans a number); ../5sim.md (Traps)
 */
export const fivesim: Profile = {
  id: 'fivesim',
  assumed: [
    'baseUrl',
    'currency',
    'offers',
    'purchase',
    'setStatus.finish',
    'services',
    'lifetimeMs',
    'pollMs',
    'limits',
  ],
  // Documented with http:, used with https: too.
  baseUrl: 'https://api1.5sim.net/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumber' },
  status: { action: 'getStatus' },
  // 10 says that the number was used already, which is not what a buyer means by a cancel.
  setStatus: { cancel: '-1', finish: '6' },
  countryIds: 'own',
  countries: fivesimCountries,
  // Of the native API.
  lifetimeMs: 900_000,
  pollMs: 3000,
  limits: { requests: 2, perMs: 1000, concurrent: 2 },
};
