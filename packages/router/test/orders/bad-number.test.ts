import { NumrouteError, type Provider } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { maxPrice, setUp, told, want } from '../support/stall.ts';

const faults = ({ market }: ReturnType<typeof setUp>): unknown[] =>
  market.orders.map(({ status, fault }) => [status, fault]);

const all = ['cancelOrder', 'rejectNumber', 'listOpenOrders', 'fetchBalance'] as const;

describe('a cancel for a bad number', () => {
  test.each([false, true])('tells the vendor why, insisting: %s', async (insist) => {
    const stall = setUp({ paper: { capabilities: all } });
    const router = stall.start();
    const order = await stall.clock.runUntil(router.buy(want, { maxPrice }));
    const { status } = await stall.clock.runUntil(router.cancel(order, { insist, fault: 'used' }));
    expect(status).toBe('cancelled');
    expect(faults(stall)).toEqual([['cancelled', 'used']]);
    await stall.clock.runUntil(router.close());
  });

  test('is told again by the next run, where the vendor would not hear of it before', async () => {
    const stall = setUp({ world: { cancelAfterMs: 120_000 }, paper: { capabilities: all } });
    const router = stall.start();
    const order = await stall.clock.runUntil(router.buy(want, { maxPrice }));
    const { error } = await stall.clock.runUntil(
      told(router.cancel(order, { insist: true, fault: 'refused' })),
    );
    expect(error?.code).toBe('WRONG_STATE');
    await stall.clock.runUntil(router.close());
    const next = stall.start();
    await stall.clock.runUntil(next.recover());
    await stall.clock.advance(180_000);
    expect(faults(stall)).toEqual([['cancelled', 'refused']]);
    await stall.clock.runUntil(next.close());
  });

  test('at a vendor that cannot be told is a cancel', async () => {
    const stall = setUp({ paper: { capabilities: ['cancelOrder', 'fetchBalance'] } });
    const router = stall.start();
    const order = await stall.clock.runUntil(router.buy(want, { maxPrice }));
    await stall.clock.runUntil(router.cancel(order, { fault: 'used' }));
    expect(faults(stall)).toEqual([['cancelled', undefined]]);
    await stall.clock.runUntil(router.close());
  });

  test.each([
    new NumrouteError('WRONG_STATE', 'no ban for you', {}),
    new NumrouteError('UNAVAILABLE', 'out of order', {}),
    new NumrouteError('UNREADABLE', 'a page', { vendorWord: '<html>' }),
    new NumrouteError('UNKNOWN_ORDER', 'no such path', { id: '1' }),
    new NumrouteError('UNSUPPORTED', 'not at this site', { capability: 'rejectNumber' }),
  ])('that the vendor does not take as such is a cancel, too: $code', async (error) => {
    const stall = setUp({
      paper: { capabilities: all },
      wrap: (inner): Provider => ({
        ...inner,
        rejectNumber: async () => {
          throw error;
        },
      }),
    });
    const router = stall.start();
    const order = await stall.clock.runUntil(router.buy(want, { maxPrice }));
    await stall.clock.runUntil(router.cancel(order, { fault: 'used' }));
    expect(faults(stall)).toEqual([['cancelled', undefined]]);
    await stall.clock.runUntil(router.close());
  });

  test('whose reply is lost is no cancel yet, and the order is looked at', async () => {
    let lostOnce = false;
    const stall = setUp({
      paper: {
        capabilities: all,
        fault: (operation) => {
          if (operation !== 'rejectNumber' || lostOnce) return undefined;
          lostOnce = true;
          return 'lost-reply';
        },
      },
    });
    const router = stall.start();
    const order = await stall.clock.runUntil(router.buy(want, { maxPrice }));
    const { value } = await stall.clock.runUntil(told(router.cancel(order, { fault: 'used' })));
    expect(value?.status).toBe('cancelled');
    expect(faults(stall)).toEqual([['cancelled', 'used']]);
    await stall.clock.runUntil(router.close());
  });

  test('has a reason that is known', async () => {
    const stall = setUp();
    const router = stall.start();
    const order = await stall.clock.runUntil(router.buy(want, { maxPrice }));
    await expect(router.cancel(order, { fault: 'ugly' as 'used' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { field: 'fault' },
    });
    await stall.clock.runUntil(router.close());
  });
});

test('a purchase carries the name of its attempt, another each time', async () => {
  const names: (string | undefined)[] = [];
  const stall = setUp({
    wrap: (inner): Provider => ({
      ...inner,
      purchase: async (offer, call) => {
        names.push(call.attempt);
        return await inner.purchase(offer, call);
      },
    }),
  });
  const router = stall.start();
  for (let n = 0; n < 2; n += 1) await stall.clock.runUntil(router.buy(want, { maxPrice }));
  expect(names).toEqual((await stall.journal.list({})).map(({ id }) => id));
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^[\w-]{1,64}$/);
  await stall.clock.runUntil(router.close());
});
