import { NumrouteError, type OrderRef, type Provider } from '@numroute/core';
import type { Router } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { maxPrice, setUp, told, want } from '../support/stall.ts';

describe('events', () => {
  test('along a purchase name the attempt and the want', async () => {
    const { clock, start, events, journal } = setUp({
      paper: {
        fault: (operation) =>
          operation === 'purchase' && sold-- > 0 ? new NumrouteError('REJECTED', 'no', {}) : undefined,
      },
    });
    let sold = 1;
    const router = start();
    await clock.runUntil(told(router.buy(want, { maxPrice })));
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(router.cancel(order));
    const [first, second] = await journal.list({});
    const about = events.flatMap((event) =>
      'attempt' in event ? [[event.type, event.attempt, event.want]] : [],
    );
    expect(about).toEqual([
      ['purchase-started', first?.id, first?.want],
      ['purchase-failed', first?.id, first?.want],
      ['purchase-started', second?.id, second?.want],
      ['purchase-made', second?.id, second?.want],
      ['order-changed', second?.id, second?.want],
    ]);
    await clock.runUntil(router.close());
  });

  test('of an adapter’s own error keep where it happened, and not what it says', async () => {
    const broken =
      (operation: keyof Provider) =>
      (inner: Provider): Provider => ({
        ...inner,
        [operation]: async () => {
          throw new ReferenceError('sk-secret is not defined');
        },
      });
    for (const operation of ['listOffers', 'purchase', 'fetchOrder'] as const) {
      const { clock, start, events } = setUp({ wrap: broken(operation) });
      const router = start();
      const { value: order, error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
      if (order) await clock.runUntil(watchOnce(router, order));
      const failed = events.flatMap((event) =>
        /^(offers|purchase|poll)-failed$/.test(event.type) && 'error' in event ? [event.error] : [],
      );
      for (const one of operation === 'purchase' ? [...failed, error] : failed) {
        const cause = one?.cause as Error;
        expect(cause.stack).toMatch(/^ReferenceError\n {4}at .*trace\.test\.ts/);
        expect(cause.stack).not.toContain('sk-secret');
      }
      expect(failed.length).toBeGreaterThan(0);
      await clock.runUntil(router.close());
    }
  });
});

async function watchOnce(router: Router, order: OrderRef): Promise<void> {
  for await (const _ of router.watch(order, { forMs: 5_000 }));
}
