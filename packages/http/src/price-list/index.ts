export type { Tier } from './columns.ts';
export { readFields } from './fields.ts';
export { JsonCursor } from './json-cursor.ts';
export { comparePrices, type ListedPrice, readPrice, readStock } from './listed-price.ts';
export { offerList } from './offer-list.ts';
export { codesOfOffer, type OfferTable, readOfferTable } from './offer-table.ts';
export {
  type ListedCodes,
  PriceList,
  PriceListBuilder,
  type PriceListWords,
} from './price-list.ts';
export { listOf, readSteps } from './read-steps.ts';
export { firstRowOf, type RowFields, readRows } from './rows.ts';
