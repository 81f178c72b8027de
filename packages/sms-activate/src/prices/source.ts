/** The calls that list prices. */
type PriceAction =
  | 'getPrices'
  | 'getPricesV2'
  | 'getPricesV3'
  | 'getFreePrices'
  | 'getPricesExtended'
  | 'getPricesVerification'
  | 'getTopCountriesByService'
  | 'getTopCountriesByServiceRank'
  | 'getServicesAndCost';

/**
 * What a price list holds for one service in one country:
 *
 * - `bare`: `0.19`, and no word of the stock
 * - `cost`: `{"cost":0.19,"count":1224,"physicalCount":500}`; where it has a ladder,
 *   `"freePriceMap":{"0.90":1067,"15.00":43242}`, that counts instead
 * - `priced`: the same as `{"price":0.19,"count":1224}`, or with `quantity`
 * - `price-map`: `{"0.683":22,"0.70":4}`
 * - `prices`: `{"prices":{"0.25":100},"has_multi":{…}}`
 * - `provider-map`: `{"2263":{"count":4,"price":0.7,"provider_id":2263}}`, or the same rows in a list
 * - `providers`: `{"price":0.7,"count":9,"providers":{"77":{"count":9,"price":[0.7],"provider_id":77}}}`
 *
 * Where a leaf has no providers or tiers, its own price and count are an offer without a pool.
 */
export type PriceShape = 'bare' | 'cost' | 'priced' | 'price-map' | 'prices' | 'provider-map' | 'providers';

/**
 * What is around it:
 *
 * - `country-service`: `{"187":{"tg":…}}`
 * - `service-country`: `{"tg":{"187":…}}` (quirk 19)
 * - `top-countries`: `{"0":{"country":187,…},"1":…}` for the service that was asked for, else
 *   `{"tg":{"0":{"country":187,…}}}` (quirk 13)
 * - `service-rows`: `[{"id":"tg",…}]` for the country that was asked for
 */
export type PriceNesting = 'country-service' | 'service-country' | 'top-countries' | 'service-rows';

/** Where a site lists its prices, and how. */
export interface PriceSource {
  readonly action: PriceAction;
  readonly shape: PriceShape;
  /** `cumulative`: a tier's count is of everything up to its price (quirk 18). */
  readonly tiers: 'per-tier' | 'cumulative';
  /** @default 'country-service' */
  readonly nesting?: PriceNesting;
  /** What the call takes beside service and country, such as `freePrice`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What stands in the place of a list without rows; absent: an empty list. */
  readonly none?: 'null';
  /** What the call cannot do without. */
  readonly asks?: 'service' | 'country' | 'both';
}
