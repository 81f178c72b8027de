import type { Clock, Provider } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import type { PriceQuotes, Rates, Router, RouterEvent, Strategy } from '@numroute/router';
import type { ServiceIdentifier } from 'inversify';

const token = <T>(name: string): ServiceIdentifier<T> => Symbol.for(`@numroute/${name}`);

/** Bound once per provider; ask for all of them. */
export const PROVIDER: ServiceIdentifier<Provider> = token<Provider>('Provider');
/** One provider among all of them, by its id, so that it can be rebound without the others. */
export function providerToken(id: string): ServiceIdentifier<Provider> {
  return token<Provider>(`Provider/${id}`);
}

/** Bound once, by `routerModule`. `container.get(ROUTER)` is a `Router` without a type argument. */
export const ROUTER: ServiceIdentifier<Router> = token<Router>('Router');

/** Observers of the router's events, as many as you bind. They are made before the router, so none may ask for it. */
export const EVENTS: ServiceIdentifier<(event: RouterEvent) => void> =
  token<(event: RouterEvent) => void>('Events');

/** Bound by `journalModule`, or yours; what you bind yourself is yours to close. `ROUTER` needs one. */
export const JOURNAL: ServiceIdentifier<Journal> = token<Journal>('Journal');

/** Optional, as the next two: what is bound goes before what `routerModule` was given. */
export const STRATEGY: ServiceIdentifier<Strategy> = token<Strategy>('Strategy');
/** @default no currency is converted */
export const RATES: ServiceIdentifier<Rates> = token<Rates>('Rates');
/** @default the system's clock */
export const CLOCK: ServiceIdentifier<Clock> = token<Clock>('Clock');

/** Bound once, by `quotesModule`: what compares prices and needs no journal. */
export const QUOTES: ServiceIdentifier<PriceQuotes> = token<PriceQuotes>('PriceQuotes');
