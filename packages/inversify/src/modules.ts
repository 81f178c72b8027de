import type { Clock, Provider, ProviderPlugin } from '@numroute/core';
import { type Journal, type SqliteJournalOptions, sqliteJournal } from '@numroute/journal';
import {
  createQuotes,
  createRouter,
  type PriceQuotes,
  type QuotesOptions,
  type Rates,
  type Router,
  type RouterEvent,
  type RouterOptions,
  type Strategy,
} from '@numroute/router';
import { ContainerModule } from 'inversify';
import { closeInOrder, closesBefore } from './closing-order.ts';
import {
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

/**
 * One module per account. Works for any plugin, also for one that never heard of inversify.
 * The account is bound to `providerToken(id)`, too, under its settings' `id`, else the plugin's.
 */
export function providerModule<Settings>(
  plugin: ProviderPlugin<Settings>,
  settings: Settings,
): ContainerModule {
  return new ContainerModule(({ bind, isBound }) => {
    const account = providerToken(idOf(settings) ?? plugin.id);
    // A second account of one id is the router's to refuse: it says which.
    const own = isBound(account) ? undefined : account;
    if (own)
      bind(own)
        .toResolvedValue(() => plugin.create(settings))
        .inSingletonScope();
    if (own) bind(PROVIDER).toResolvedValue((provider: Provider) => provider, [own]);
    else
      bind(PROVIDER)
        .toResolvedValue(() => plugin.create(settings))
        .inSingletonScope();
  });
}

/**
 * A journal in one SQLite file, which one process owns at a time. Opened when somebody asks for it; closed
 * after the router that writes to it.
 */
export function journalModule(options: string | SqliteJournalOptions): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(JOURNAL)
      .toResolvedValue(() => sqliteJournal(typeof options === 'string' ? { file: options } : options))
      .inSingletonScope()
      .onDeactivation(closeInOrder);
  });
}

/** What a container has for the router and for the quotes, in the order of `marketOf`. */
const MARKET = [
  { serviceIdentifier: PROVIDER, isMultiple: true },
  { serviceIdentifier: STRATEGY, optional: true },
  { serviceIdentifier: RATES, optional: true },
  { serviceIdentifier: CLOCK, optional: true },
  { serviceIdentifier: EVENTS, isMultiple: true },
] as const;

/** The options of a module, and what the container has beside them. */
function marketOf<T extends Omit<QuotesOptions, 'providers'>>(
  options: T,
  providers: Provider[],
  strategy: Strategy | undefined,
  rates: Rates | undefined,
  clock: Clock | undefined,
  observers: ((event: RouterEvent) => void)[],
): T & Pick<QuotesOptions, 'providers'> {
  return {
    ...options,
    ...(strategy && { strategy }),
    ...(rates && { rates }),
    ...(clock && { clock }),
    providers,
    onEvent: tellAll([...(options.onEvent ? [options.onEvent] : []), ...observers]),
  };
}

type Market = Parameters<typeof marketOf> extends [unknown, ...infer Parts] ? Parts : never;

/** The router over every provider bound. It closes them, so none of them is deactivated. */
export function routerModule(options: Omit<RouterOptions, 'providers' | 'journal'> = {}): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(ROUTER)
      .toResolvedValue(
        (journal: Journal, ...market: Market): Router => {
          const router = createRouter({ ...marketOf(options, ...market), journal });
          closesBefore(router, journal);
          return router;
        },
        [JOURNAL, ...MARKET],
      )
      .inSingletonScope()
      .onDeactivation(closeInOrder);
  });
}

/** What compares prices over every provider bound, and needs no journal. It closes the providers. */
export function quotesModule(options: Omit<QuotesOptions, 'providers'> = {}): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(QUOTES)
      .toResolvedValue(
        (...market: Market): PriceQuotes => createQuotes(marketOf(options, ...market)),
        [...MARKET],
      )
      .inSingletonScope()
      .onDeactivation(closeInOrder);
  });
}

/** One that fails keeps nothing from the others. */
function tellAll(observers: readonly ((event: RouterEvent) => void)[]): (event: RouterEvent) => void {
  return (event) => {
    for (const tell of observers) {
      try {
        tell(event);
      } catch {
        // An observer's failure is no reason to lose an order.
      }
    }
  };
}

/** Most plugins let an account be called otherwise; what they call the setting is the contract's word. */
function idOf(settings: unknown): string | undefined {
  const id = typeof settings === 'object' && settings !== null && 'id' in settings ? settings.id : undefined;
  return typeof id === 'string' ? id : undefined;
}
