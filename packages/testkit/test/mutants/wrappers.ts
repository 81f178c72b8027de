import { intercept, NumrouteError, type Offers, type Provider } from '@numroute/core';
import { type Mutant, wrapper } from './mutant.ts';

/** A good provider in something like a lane or a shelf that breaks a promise. */
export const wrapperMutants: readonly Mutant[] = [
  wrapper('a wrapper that tries again', ['C12', 'purchase/reset-after-the-charge'], (inner) =>
    intercept(inner, (_operation, call, next) => next(call).catch(() => next(call))),
  ),
  wrapper('a lane that lets go of what runs', ['C37', 'purchase/aborted-after-it-left'], (inner) =>
    intercept(inner, (_operation, call, next) => {
      const gone = new Promise<never>((_resolve, reject) =>
        call.signal.addEventListener('abort', () => reject(call.signal.reason), { once: true }),
      );
      return Promise.race([next(call), gone]);
    }),
  ),
  wrapper('a lane with a time limit of its own', ['C12', 'purchase/timeout-after-the-charge'], (inner) => {
    let isCold = true;
    return intercept(inner, (operation, call, next) => {
      const isLimited = isCold && operation === 'purchase';
      isCold = false;
      // Whoever has sent something before is let be: on a busy machine that takes its time.
      if (!isLimited) return next(call);
      const late = new Promise<never>((_resolve, reject) =>
        setTimeout(() => reject(new NumrouteError('UNAVAILABLE', 'too slow', {})), 50).unref(),
      );
      return Promise.race([next(call), late]);
    });
  }),
  wrapper('a lane that ignores who left before', ['C36', 'aborted-before/purchase'], (inner) =>
    intercept(inner, (_operation, call, next) => next({ ...call, signal: new AbortController().signal })),
  ),
  wrapper('a shelf with one place for every query', ['C4', 'offers/one-after-another'], (inner) => {
    let kept: Promise<Offers> | undefined;
    return {
      ...intercept(inner, (_operation, call, next) => next(call)),
      listOffers: (query, call) => {
        kept ??= inner.listOffers(query, call);
        return kept;
      },
    };
  }),
  wrapper('a shelf that is empty rather than broken', ['C33', 'broken-reply/listOffers'], (inner) => ({
    ...intercept(inner, (_operation, call, next) => next(call)),
    listOffers: (query, call) => inner.listOffers(query, call).catch(() => []),
  })),
  wrapper('a wrapper that remembers a cancel too early', ['C26', 'cancel/too-early'], (inner) => ({
    ...intercept(inner, (_operation, call, next) => next(call)),
    cancelOrder: async (id, call) => {
      void inner.cancelOrder?.(id, call).catch(() => undefined);
      return { id, status: 'cancelled', messages: [] };
    },
  })),
  wrapper('a wrapper that copies the manifest', ['C1', 'manifest/frozen'], (inner): Provider => {
    const wrapped = intercept(inner, (_operation, call, next) => next(call));
    return Object.defineProperty(wrapped, 'manifest', { get: () => structuredClone(inner.manifest) });
  }),
  wrapper('a wrapper that wraps errors in its own', ['C34', 'errors/only-ours'], (inner) =>
    intercept(inner, (operation, call, next) =>
      next(call).catch((error: unknown) => {
        throw new Error(`${operation} failed`, { cause: error });
      }),
    ),
  ),
];
