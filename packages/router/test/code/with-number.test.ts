import { NumrouteError } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

describe('code', () => {
  test('is the first SMS of an order', async () => {
    const { clock, market, start } = setUp();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    const call = router.code(order, { withinMs: 5 * MINUTE });
    await clock.advance(10_000);
    market.receiveSms(order.id, { code: '123456' });
    expect(await clock.runUntil(call)).toMatchObject({ code: '123456', order: { status: 'delivered' } });
    await clock.runUntil(router.close());
  });

  test('is read from the text where the vendor names none', async () => {
    const { clock, market, start } = setUp();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    market.receiveSms(order.id, { text: 'Your code: 123-456' });
    expect((await clock.runUntil(router.code(order))).code).toBe('123456');
    await clock.runUntil(router.close());
  });

  test('is the text of an SMS in which none is recognised', async () => {
    const { clock, market, start } = setUp();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    market.receiveSms(order.id, { text: 'Tap the link' });
    expect((await clock.runUntil(router.code(order))).code).toBe('Tap the link');
    await clock.runUntil(router.close());
  });

  test('that does not come in time: the order is given up, and what it cost is said', async () => {
    const { clock, start, sold } = setUp();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    const { error } = await clock.runUntil(told(router.code(order, { withinMs: MINUTE })));
    expect(error).toMatchObject({
      code: 'NO_CODE',
      details: {
        tried: [{ order: { provider: 'one', id: order.id }, why: 'late', refund: 'promised' }],
        spent: { amount: '0', currency: 'USD' },
        promised: { amount: '0.1', currency: 'USD' },
      },
    });
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('that does not come before the earliest cancel: the cancel is insisted on', async () => {
    const { clock, start, sold } = setUp({ world: { cancelAfterMs: 2 * MINUTE } });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    const { error } = await clock.runUntil(told(router.code(order, { withinMs: MINUTE })));
    expect(error).toMatchObject({ code: 'NO_CODE', details: { tried: [{ why: 'late', afterMs: MINUTE }] } });
    expect(sold()).toEqual(['open']);
    await clock.advance(2 * MINUTE);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('of an order that nobody knows', async () => {
    const { clock, start } = setUp();
    const router = start();
    const { error } = await clock.runUntil(told(router.code({ provider: 'one', id: '7' })));
    expect(error?.code).toBe('UNKNOWN_ORDER');
    await clock.runUntil(router.close());
  });
});

describe('withNumber', () => {
  test('lends a number, and finishes its order after the code', async () => {
    const { clock, market, start, sold } = setUp();
    const router = start();
    const call = router.withNumber(want, { maxPrice }, async ({ phone, order, code }) => {
      market.receiveSms(order.id, { code: '123456' });
      return `${phone} ${(await code({ withinMs: MINUTE })).code}`;
    });
    expect(await clock.runUntil(call)).toMatch(/^\+372\d+ 123456$/);
    expect(sold()).toEqual(['finished']);
    await clock.runUntil(router.close());
  });

  test.each([
    ['whatever the work throws', async () => Promise.reject(new Error('broken page')), 'broken page'],
    ['also where the work never asked for a code', async () => 'done', undefined],
  ])('gives the order up, %s', async (_what, work, message) => {
    const { clock, start, sold } = setUp();
    const router = start();
    const { error } = await clock.runUntil(told(router.withNumber<unknown>(want, { maxPrice }, work)));
    expect(error?.message).toBe(message);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('lends nothing where nothing can be bought', async () => {
    const { clock, start, sold } = setUp();
    const router = start();
    const call = router.withNumber(want, { maxPrice: '0.01 USD' }, async () =>
      expect.fail('nothing to lend'),
    );
    const { error } = await clock.runUntil(told(call));
    expect(NumrouteError.is(error, 'NO_OFFER')).toBe(true);
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });
});
