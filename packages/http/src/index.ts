export type {
  Adapter,
  ConnectionSettings,
  PurchaseOutcome,
  RefusalCode,
  Reply,
  RequestDescription,
  Send,
} from './adapter.ts';
export { type Asker, type AskerKey, type AskerSettings, createAsker } from './asker.ts';
export { isLoopback } from './base-url.ts';
export type { Carriage, Carrier } from './carrier.ts';
export type { Exchange } from './exchange.ts';
export { inSlices, nextTurn } from './in-slices.ts';
export { type Json, parseJson } from './json.ts';
export { JsonCursor } from './json-cursor.ts';
export { comparePrices, type ListedPrice, readPrice, readStock } from './listed-price.ts';
export {
  type ListedCodes,
  PriceList,
  PriceListBuilder,
  type PriceListWords,
  type Tier,
} from './price-list.ts';
export { createHttpProvider } from './provider.ts';
export {
  type Checks,
  type CommonSettings,
  checkSettings,
  commonChecks,
  connectionOf,
  objectOf,
  refusePlainHttp,
  text,
} from './settings.ts';
export type { WireRequest } from './wire.ts';
