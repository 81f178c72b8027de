import { AsyncLocalStorage } from 'node:async_hooks';
import { intercept, type Provider } from '@numroute/core';

/** The number of the want that a purchase under way is for. */
export const onBehalf = new AsyncLocalStorage<number>();

/** Notes whom each purchase is for. The engine cannot see it. */
export function noteBuyer(provider: Provider, wantOf: (provider: string) => number | undefined): Provider {
  return intercept(provider, (operation, call, next) => {
    const want = operation === 'purchase' ? wantOf(provider.manifest.id) : undefined;
    return want === undefined ? next(call) : onBehalf.run(want, () => next(call));
  });
}
