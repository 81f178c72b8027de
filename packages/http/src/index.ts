export type {
  Adapter,
  ConnectionSettings,
  KeyPlace,
  PurchaseOutcome,
  RefusalCode,
  Reply,
  RequestDescription,
  Send,
} from './adapter.ts';
export { type Asker, type AskerKey, type AskerSettings, createAsker } from './asker.ts';
export { type Json, parseJson } from './json.ts';
export { createHttpProvider } from './provider/provider.ts';
export {
  type Checks,
  type CommonSettings,
  checkSettings,
  commonChecks,
  connectionOf,
  count,
  objectOf,
  refusePlainHttp,
  text,
} from './settings.ts';
export { isLoopback } from './wire/base-url.ts';
export type { Carriage, Carrier } from './wire/carrier.ts';
export type { Exchange } from './wire/exchange.ts';
export type { WireRequest } from './wire/wire.ts';
