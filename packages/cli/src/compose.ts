import { type Clock, systemClock } from '@numroute/core';
import { JOURNAL, providerModule, RATES, ROUTER, routerModule } from '@numroute/inversify';
import type { Journal } from '@numroute/journal';
import { createRates, type Rate, type Router, type RouterOptions } from '@numroute/router';
import { Container } from 'inversify';
import type { Account } from './plugins.ts';

export interface App extends AsyncDisposable {
  readonly router: Router;
  readonly rates: readonly Rate[];
  /** What prices are compared in unless the command says otherwise. */
  readonly currency?: string;
  /** What the router tells the time by. */
  readonly clock: Clock;
  /** Providers at whose account others buy, too. */
  readonly sharedAccounts: readonly string[];
  /** Where orders are remembered; absent: nowhere longer than this process. */
  readonly journal?: Journal;
}

export interface AppParts {
  readonly accounts: readonly Account[];
  readonly rates: readonly Rate[];
  readonly currency?: string;
  readonly journal?: Journal;
  readonly options?: Omit<RouterOptions, 'providers' | 'rates' | 'journal'>;
}

/** The composition root: the one place that asks the container for anything. */
export function compose({ accounts, rates, currency, journal, options }: AppParts): App {
  const container = new Container();
  container.load(
    routerModule(options),
    ...accounts.map(({ plugin, settings }) => providerModule(plugin, settings)),
  );
  container.bind(RATES).toConstantValue(createRates(rates));
  if (journal) container.bind(JOURNAL).toConstantValue(journal);
  return {
    router: container.get(ROUTER),
    rates,
    clock: options?.clock ?? systemClock,
    sharedAccounts: options?.sharedAccounts ?? [],
    ...(currency !== undefined && { currency }),
    ...(journal && { journal }),
    [Symbol.asyncDispose]: async () => {
      await container.unbindAllAsync();
      // Last: a purchase that was under way has written its outcome by now.
      await journal?.close?.();
    },
  };
}
