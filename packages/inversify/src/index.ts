export { type Closable, closeInOrder, closesBefore } from './closing-order.ts';
export { journalModule, providerModule, routerModule } from './modules.ts';
export { CLOCK, EVENTS, JOURNAL, PROVIDER, providerToken, RATES, ROUTER, STRATEGY } from './tokens.ts';
