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
      'attempt' in event && event.type !== 'call-ended' ? [[event.type, event.attempt, event.want]] : [],
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

  test('tell of each call to a vendor what it was about, how long it waited and took, and how it failed', async () => {
    const slow = (inner: Provider): Provider => ({
      ...inner,
      purchase: async (offer, call) => {
        await clock.sleep(300);
        return await inner.purchase(offer, call);
      },
    });
    const limits = { requests: 100, perMs: 1_000, concurrent: 1 };
    const { clock, start, events, journal } = setUp({
      wrap: slow,
      paper: {
        fault: (operation) =>
          operation === 'cancelOrder' ? new NumrouteError('UNAVAILABLE', 'busy', {}) : undefined,
      },
    });
    const router = start({ limits: { one: limits } });
    await clock.runUntil(router.quote(want));
    const buying = router.buy(want, { maxPrice });
    const leaving = new AbortController();
    const asked = told(clock.sleep(100).then(() => router.balance('one', { signal: leaving.signal })));
    const left = clock.sleep(200).then(() => leaving.abort());
    const order = await clock.runUntil(buying);
    await clock.runUntil(Promise.all([asked, left]));
    await clock.runUntil(told(router.cancel(order)));
    const [attempt] = await journal.list({});
    const calls = events.flatMap((event) => (event.type === 'call-ended' ? [event] : []));
    const about = (operation: string) => calls.find((call) => call.operation === operation);
    expect(about('listOffers')).toEqual({
      type: 'call-ended',
      provider: 'one',
      operation: 'listOffers',
      waitedMs: 0,
      tookMs: 0,
    });
    expect(about('purchase')).toMatchObject({ attempt: attempt?.id, waitedMs: 0, tookMs: 300 });
    // It waited behind the purchase, and was sent never.
    const balance = calls.find(({ isAborted }) => isAborted);
    expect(balance).toMatchObject({ operation: 'fetchBalance', waitedMs: 100 });
    expect(balance).not.toHaveProperty('tookMs');
    expect(balance).not.toHaveProperty('error');
    expect(about('cancelOrder')).toMatchObject({ order: order.id, error: { code: 'UNAVAILABLE' } });
    await clock.runUntil(router.close());
  });

  test('of what was written tell what was known before it', async () => {
    const { clock, start, events } = setUp();
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice }));
    const written = events.flatMap((event) => (event.type === 'attempt-written' ? [event] : []));
    expect(written.map(({ before, entry }) => [before?.state, entry.state])).toEqual([
      [undefined, 'sending'],
      ['sending', 'open'],
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
