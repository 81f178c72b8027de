import { NumrouteError } from '@numroute/core';
import { paperProvider } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { maxPrice, setUp, told, want } from './support/stall.ts';

test('`await using` gives up what has no code yet', async () => {
  const { clock, start, sold } = setUp();
  const router = start();
  await clock.runUntil(router.buy(want, { maxPrice }));
  await clock.runUntil(Promise.resolve(router[Symbol.asyncDispose]()));
  expect(sold()).toEqual(['cancelled']);
});

test('and leaves alone what it neither bought nor was asked about', async () => {
  const { clock, start, sold } = setUp();
  const first = start();
  await clock.runUntil(first.buy(want, { maxPrice }));
  await clock.runUntil(first.close());
  const reader = start();
  await clock.runUntil(reader.quote(want));
  await clock.runUntil(Promise.resolve(reader[Symbol.asyncDispose]()));
  expect(sold()).toEqual(['open']);
});

test('a purchase under way ends first, and its order is given up too', async () => {
  const { clock, start, sold } = setUp({
    wrap: (inner) => ({
      ...inner,
      purchase: async (offer, call) => {
        const receipt = await inner.purchase(offer, call);
        await clock.sleep(3_000);
        return receipt;
      },
    }),
  });
  const router = start();
  const buying = told(router.buy(want, { maxPrice }));
  await clock.advance(1_000);
  const closing = router.close({ open: 'cancel' });
  expect((await clock.runUntil(told(router.buy(want, { maxPrice })))).error?.code).toBe('CLOSED');
  await clock.runUntil(closing);
  expect((await buying).value?.id).toBeDefined();
  expect(sold()).toEqual(['cancelled']);
});

test('it closes also where the journal cannot be read, and says so', async () => {
  const { clock, journal, start } = setUp();
  const list = async (): Promise<never> => {
    throw new NumrouteError('UNAVAILABLE', 'disk', {});
  };
  const router = start({ journal: { ...journal, list } });
  expect((await clock.runUntil(told(router.close({ open: 'cancel' })))).error?.message).toBe('disk');
  expect((await clock.runUntil(told(router.quote(want)))).error?.code).toBe('CLOSED');
});

test('a finish that an earlier run had asked for is asked for once', async () => {
  const { clock, market, journal, start } = setUp();
  const first = start({
    journal: {
      ...journal,
      append: (event) =>
        event.kind === 'reported' && event.by === 'buyer'
          ? new Promise(() => undefined)
          : journal.append(event),
    },
  });
  const order = await clock.runUntil(first.buy(want, { maxPrice }));
  market.receiveSms(order.id, 'code 1234');
  await clock.runUntil(first.fetch(order));
  void first.finish(order).catch(() => undefined);
  await clock.advance(1_000);
  let finishes = 0;
  const paper = paperProvider(market, { id: 'one' });
  const router = start({
    providers: [
      {
        ...paper,
        finishOrder: async (id) => {
          finishes += 1;
          await clock.sleep(500);
          return { id, status: 'finished', messages: [] };
        },
      },
    ],
  });
  expect((await clock.runUntil(router.recover())).silent).toEqual([]);
  expect(finishes).toBe(1);
  await clock.runUntil(router.close());
});

test('where only the manifest tells the earliest cancel it is asked once at once, and then in time', async () => {
  let refused = 0;
  const { clock, start, states } = setUp({
    world: { cancelAfterMs: 120_000 },
    wrap: (inner) => ({
      ...inner,
      purchase: async (offer, call) => {
        const { cancelAfter: _untold, ...receipt } = await inner.purchase(offer, call);
        return receipt;
      },
      fetchOrder: async (id, call) => {
        const { cancelAfter: _untold, ...report } = await inner.fetchOrder(id, call);
        return report;
      },
      cancelOrder: async (id, call) => {
        if (!inner.cancelOrder) throw new TypeError('paper cancels');
        return await inner.cancelOrder(id, call).catch(() => {
          refused += 1;
          throw new NumrouteError('WRONG_STATE', 'EARLY_CANCEL_DENIED', {});
        });
      },
    }),
  });
  const router = start();
  const order = await clock.runUntil(router.buy(want, { maxPrice }));
  await clock.runUntil(told(router.cancel(order, { insist: true })));
  await clock.advance(130_000);
  expect(refused).toBe(1);
  expect(await states()).toEqual(['cancelled due']);
  await clock.runUntil(router.close());
});
