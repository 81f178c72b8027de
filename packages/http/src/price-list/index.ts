export type { Tier } from './columns.ts';
export { JsonCursor } from './json-cursor.ts';
export { comparePrices, type ListedPrice, readPrice, readStock } from './listed-price.ts';
export {
  type ListedCodes,
  PriceList,
  PriceListBuilder,
  type PriceListWords,
} from './price-list.ts';
export { readSteps } from './read-steps.ts';
export { firstRowOf, type RowFields, readRows } from './rows.ts';
