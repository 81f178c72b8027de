import { providerModule, RATES, ROUTER, routerModule } from '@numroute/inversify';
import { createRates, type Rate, type Router, type RouterOptions } from '@numroute/router';
import { Container } from 'inversify';
import type { Account } from './plugins.ts';

export interface App extends AsyncDisposable {
  readonly router: Router;
  readonly rates: readonly Rate[];
  /** What prices are compared in unless the command says otherwise. */
  readonly currency?: string;
}

export interface AppParts {
  readonly accounts: readonly Account[];
  readonly rates: readonly Rate[];
  readonly currency?: string;
  readonly options?: Omit<RouterOptions, 'providers' | 'rates'>;
}

/** The composition root: the one place that asks the container for anything. */
export function compose({ accounts, rates, currency, options }: AppParts): App {
  const container = new Container();
  container.load(
    routerModule(options),
    ...accounts.map(({ plugin, settings }) => providerModule(plugin, settings)),
  );
  container.bind(RATES).toConstantValue(createRates(rates));
  return {
    router: container.get(ROUTER),
    rates,
    ...(currency !== undefined && { currency }),
    [Symbol.asyncDispose]: () => container.unbindAllAsync(),
  };
}
