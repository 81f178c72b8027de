export { type Closable, closeInOrder, closesBefore } from './closing-order.ts';
export { journalModule, providerModule, quotesModule, routerModule } from './modules.ts';
export {
  CLOCK,
  EVENTS,
  JOURNAL,
  PROVIDER,
  providerToken,
  QUOTES,
  RATES,
  ROUTER,
  STRATEGY,
} from './tokens.ts';
