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
