import type { Clock, Provider, ProviderPlugin } from '@numroute/core';
import { createRouter, type Journal, type Rates, type RouterOptions, type Strategy } from '@numroute/router';
import { ContainerModule } from 'inversify';
import { CLOCK, JOURNAL, PROVIDER, RATES, ROUTER, STRATEGY } from './tokens.ts';

/** One module per account. Works for any plugin, also for one that never heard of inversify. */
export function providerModule<Settings>(
  plugin: ProviderPlugin<Settings>,
  settings: Settings,
): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(PROVIDER)
      .toResolvedValue(() => plugin.create(settings))
      .inSingletonScope();
  });
}

/** The router over every provider bound. It closes them, so it is the only one that is deactivated. */
export function routerModule(options: Omit<RouterOptions, 'providers'> = {}): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(ROUTER)
      .toResolvedValue(
        (
          providers: Provider[],
          strategy: Strategy | undefined,
          journal: Journal | undefined,
          rates: Rates | undefined,
          clock: Clock | undefined,
        ) =>
          createRouter({
            ...options,
            ...(strategy && { strategy }),
            ...(journal && { journal }),
            ...(rates && { rates }),
            ...(clock && { clock }),
            providers,
          }),
        [
          { serviceIdentifier: PROVIDER, isMultiple: true },
          { serviceIdentifier: STRATEGY, optional: true },
          { serviceIdentifier: JOURNAL, optional: true },
          { serviceIdentifier: RATES, optional: true },
          { serviceIdentifier: CLOCK, optional: true },
        ],
      )
      .inSingletonScope()
      .onDeactivation((router) => router.close());
  });
}
