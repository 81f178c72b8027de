export { providerModule, routerModule } from './modules.ts';
export { CLOCK, JOURNAL, PROVIDER, providerToken, RATES, ROUTER, STRATEGY } from './tokens.ts';
