import { type Call, type Money, money, type OrderReport, type Provider } from '@numroute/core';
import { createRates } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { fail } from '../support/market.ts';
import { setUp, told, want } from '../support/stall.ts';

const asked = { maxPrice: '0.50 USD', key: 'k' };

/** A vendor that lists 0.1 USD and tells this price, in its receipt or only in its first report. */
const charging =
  (price: Money, where: 'receipt' | 'report') =>
  (inner: Provider): Provider => {
    const telling = <T extends OrderReport>({ price: _real, ...report }: T, tells: boolean) =>
      ({ ...report, ...(tells && { price }) }) as T;
    return {
      ...inner,
      purchase: async (offer, call) => telling(await inner.purchase(offer, call), where === 'receipt'),
      fetchOrder: async (id, call) => telling(await inner.fetchOrder(id, call), true),
      ...(inner.cancelOrder && {
        cancelOrder: async (id: string, call: Call) =>
          telling((await inner.cancelOrder?.(id, call)) ?? fail(id), true),
      }),
    };
  };

describe('a charge in another currency', () => {
  const euros = money('900', 'EUR');

  test('without a rate is given up at once, and its key hands it to nobody', async () => {
    const { clock, start, sold } = setUp({ wrap: charging(euros, 'receipt') });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error).toMatchObject({
      code: 'NO_OFFER',
      moneyMayHaveMoved: true,
      details: {
        attempts: [{ error: { code: 'PRICE_ABOVE_LIMIT', details: { price: euros, refund: 'promised' } } }],
      },
    });
    expect(error?.details).toMatchObject({
      attempts: [
        { error: { message: expect.stringContaining('which no rate compares with the cap of 0.5 USD') } },
      ],
    });
    expect(sold()).toEqual(['cancelled']);
    expect((await clock.runUntil(told(router.buy(want, asked)))).error).toMatchObject({ code: 'NO_OFFER' });
    await clock.runUntil(router.close());
  });

  test('without a rate is given up when it is told later', async () => {
    const { clock, start, sold } = setUp({
      paper: { capabilities: ['cancelOrder'] },
      wrap: charging(euros, 'report'),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, asked));
    await clock.runUntil(router.fetch(order));
    await clock.advance(1_000);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test.each([
    ['0.40', 'open'],
    ['0.41', 'cancelled'],
  ])('of %s EUR is held against the cap by the rate: %s', async (amount, status) => {
    const rates = createRates([
      { base: 'EUR', quote: 'USD', value: '1.25', source: 'test', asOf: '2026-11-20' },
    ]);
    const { clock, start, sold } = setUp({ wrap: charging(money(amount, 'EUR'), 'receipt') });
    const router = start({ rates });
    await clock.runUntil(told(router.buy(want, asked)));
    expect(sold()).toEqual([status]);
    await clock.runUntil(router.close());
  });
});
