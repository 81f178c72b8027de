export type {
  Adapter,
  ConnectionSettings,
  PurchaseOutcome,
  RefusalCode,
  Reply,
  RequestDescription,
  Send,
} from './adapter.ts';
export type { Carriage, Carrier } from './carrier.ts';
export type { Exchange } from './exchange.ts';
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
