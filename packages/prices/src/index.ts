export { type Cheapest, CheapestOverTime } from './cheapest-over-time.ts';
export type { PriceFilter, PriceHistory, PriceHistoryOptions, PriceLook, PriceSpan } from './history.ts';
export { openPriceHistory } from './sqlite-history.ts';
