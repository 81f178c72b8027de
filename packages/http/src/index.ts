export type {
  Adapter,
  ConnectionSettings,
  PurchaseOutcome,
  RefusalCode,
  Reply,
  RequestDescription,
  Send,
} from './adapter.ts';
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
