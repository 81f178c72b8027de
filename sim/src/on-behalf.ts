import { AsyncLocalStorage } from 'node:async_hooks';
import { intercept, type Money, type Provider } from '@numroute/core';

/** The number of the want that a purchase under way is for. */
export const onBehalf = new AsyncLocalStorage<number>();

/** Notes whom each purchase is for, by its cap. The engine cannot see it. */
export function noteBuyer(provider: Provider, wantOf: (cap: Money) => number | undefined): Provider {
  return intercept(provider, (operation, call, next) => {
    const want = operation === 'purchase' && 'maxPrice' in call ? wantOf(call.maxPrice as Money) : undefined;
    return want === undefined ? next(call) : onBehalf.run(want, () => next(call));
  });
}
