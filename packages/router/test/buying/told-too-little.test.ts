import type { Money, OrderReport, Provider } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { balanceOnly, MINUTE, type StallOptions, setUp, told, want } from '../support/stall.ts';
import { paid } from '../support/untold-prices.ts';

const usd = (amount: string): Money => ({ amount, currency: 'USD' });
const cap = { maxPrice: usd('0.1') };
const budgets = [{ limit: usd('0.3'), perMs: 60 * MINUTE }];

/** A vendor that tells this price of each order, whatever it takes; `lists`, where its list does not follow. */
function vendor(price: string, more: StallOptions['paper'] = {}, lists?: string) {
  const telling = <T extends OrderReport>(report: T): T => ({ ...report, price: usd(price) });
  const wrap = (inner: Provider): Provider => ({
    ...inner,
    listOffers: async (query, call) =>
      Array.from(await inner.listOffers(query, call), (offer) => ({
        ...offer,
        ...(lists !== undefined && { price: usd(lists) }),
      })),
    purchase: async (offer, call) => telling(await inner.purchase(offer, call)),
    fetchOrder: async (id, call) => telling(await inner.fetchOrder(id, call)),
  });
  return setUp({ paper: { ...balanceOnly, priceGuard: false, ...more }, wrap });
}

/** Buys until nothing more is bought; resolves with how often it was. */
async function buyAll({ clock, ...one }: ReturnType<typeof vendor>, most = 10) {
  const router = one.start({ budgets });
  let bought = 0;
  for (; bought < most; bought += 1) {
    const { error } = await clock.runUntil(told(router.buy(want, cap)));
    if (error) {
      expect(error).toMatchObject({ code: 'BUDGET_EXCEEDED' });
      break;
    }
    await clock.advance(10_000);
  }
  await clock.runUntil(router.close());
  return bought;
}

describe('a budget of three prices, at a vendor that tells less than it listed', () => {
  test.each(['0', '-0.1', '0.01', '0.099'])(
    'lets three be bought where %s is told and nobody can check',
    async (price) => {
      const one = vendor(price, { capabilities: ['cancelOrder'] });
      expect(await buyAll(one)).toBe(3);
      expect(one.market.balance()).toEqual(usd('999999.7'));
    },
  );

  test.each(['0', '0.01', '0.06'])(
    'lets three be bought where %s is told and the balance shows 0.1',
    async (price) => {
      const one = vendor(price);
      expect(await buyAll(one)).toBe(3);
      expect(await paid(one)).toEqual(Array(3).fill('0.1 by balance, open'));
    },
  );

  test('lets more be bought where the balance shows the lower price, too', async () => {
    const one = vendor('0.05', {}, '0.1');
    one.market.setPrice({ ...want }, '0.05');
    expect(await buyAll(one)).toBe(5);
    expect(await paid(one)).toEqual(Array(5).fill('0.05 by balance, open'));
  });
});

test('a price below the quote is kept as told, and told as another price', async () => {
  const one = vendor('0.06', { capabilities: ['cancelOrder'] });
  const router = one.start();
  const order = await one.clock.runUntil(router.buy(want, cap));
  expect(order).toMatchObject({ paid: usd('0.06'), paidSource: 'vendor' });
  expect(one.events.filter(({ type }) => type === 'price-differs')).toMatchObject([
    { order: { id: order.id } },
  ]);
  one.market.receiveSms(order.id, 'code 12345');
  expect((await one.clock.runUntil(router.fetch(order))).status).toBe('delivered');
  expect(one.events.filter(({ type }) => type === 'price-differs')).toHaveLength(1);
  await one.clock.runUntil(router.close());
});

test('what the balance showed is not talked away by the next poll', async () => {
  const one = vendor('0.06');
  const router = one.start();
  const order = await one.clock.runUntil(router.buy(want, cap));
  await one.clock.advance(10_000);
  expect(await one.clock.runUntil(router.fetch(order))).toMatchObject({
    paid: usd('0.1'),
    paidSource: 'balance',
  });
  await one.clock.runUntil(router.close());
});
