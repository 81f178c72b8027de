export { providerModule, routerModule } from './modules.ts';
export { CLOCK, JOURNAL, PROVIDER, RATES, ROUTER, STRATEGY } from './tokens.ts';
