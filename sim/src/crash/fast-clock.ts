import type { Clock } from '@numroute/core';

/**
 * The real clock, so many times as fast: an order lives its twenty minutes in ten seconds. The same
 * in every process that is told the same epoch.
 */
export function fastClock(factor: number, epoch: number): Clock {
  return {
    now: () => epoch + (Date.now() - epoch) * factor,
    monotonic: () => performance.now() * factor,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const leave = (): void => {
          clearTimeout(timer);
          reject(signal?.reason);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', leave);
          resolve();
        }, ms / factor);
        signal?.addEventListener('abort', leave, { once: true });
      }),
  };
}
