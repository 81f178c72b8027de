import { onlinesimCountries, onlinesimServices } from '../ids/onlinesim.ts';
import type { Profile } from '../profile.ts';

/**
 * The "Alternative API" of OnlineSim: countries by calling code. Its document names no call that tells
 * prices, so `offers` stands on an assumption: where the site answers BAD_ACTION, a comparison says so.
 *
 * @see market.md 1 (onlinesim compat); ../onlinesim.md (Rules, Traps)
 * @see https://onlinesim.io/openapi_docs/alternative-api-un/info
 */
export const onlinesim: Profile = {
  id: 'onlinesim',
  assumed: [
    'baseUrl',
    'currency',
    'offers',
    'purchase',
    'setStatus',
    'services',
    'nationalPhones',
    'cancelAfterMs',
    'pollMs',
    'limits',
  ],
  // Documented with http:, in examples with https:.
  baseUrl: 'https://api-conserver.onlinesim.io/stubs/handler_api.php',
  currency: 'USD',
  auth: { in: 'query', name: 'api_key' },
  balance: { action: 'getBalance' },
  offers: { action: 'getPrices', shape: 'cost', tiers: 'per-tier' },
  purchase: { action: 'getNumber' },
  // "9000000000" (market.md 1, quirk 53), in the document of the rent call.
  nationalPhones: true,
  // May answer with a list of codes.
  status: { action: 'getStatus', fullText: 'getFullSms' },
  setStatus: { cancel: '8', finish: '6', another: '3' },
  countryIds: 'own',
  countries: onlinesimCountries,
  serviceIds: 'own',
  services: onlinesimServices,
  // The protective interval of the native API.
  cancelAfterMs: 120_000,
  // The window of the native API and of this one.
  lifetimeMs: 900_000,
  pollMs: 8000,
  // About six fast requests make the native API drop connections.
  limits: { requests: 1, perMs: 1000, concurrent: 1 },
};
