import type { Order } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { MINUTE, maxPrice, told, want } from '../support/stall.ts';
import { never, paid, type Stall, stall } from '../support/untold-prices.ts';

const unexplained = ({ events }: Stall) => events.filter(({ type }) => type === 'balance-unexplained');

/** Buys after the list was read, at another price. */
async function buyAt(price: string, one: Stall, cap = maxPrice) {
  const router = one.start();
  await one.clock.runUntil(router.quote(want));
  one.market.setPrice({ ...want }, price);
  const order = await one.clock.runUntil(router.buy(want, { maxPrice: cap }));
  return { router, order };
}

describe('what was charged, where the vendor does not say', () => {
  test('is read from the balance: one request, where it is what was quoted', async () => {
    const asked: string[] = [];
    const one = stall({ asked });
    const { router, order } = await buyAt('0.1', one);
    expect(order).toMatchObject({ paid: { amount: '0.1' }, paidSource: 'offer' });
    await one.clock.advance(1_000);
    expect(asked).toEqual(['fetchBalance', 'purchase', 'fetchBalance']);
    expect(await paid(one)).toEqual(['0.1 by balance, open']);
    await one.clock.advance(10 * MINUTE);
    expect(asked).toHaveLength(3);
    await one.clock.runUntil(router.close());
  });

  test('is written down where it is another price, and the order stays what it is', async () => {
    const one = stall();
    const { router } = await buyAt('0.15', one);
    await one.clock.advance(20_000);
    expect(await paid(one)).toEqual(['0.15 by balance, open']);
    expect(one.events.find(({ type }) => type === 'price-differs')).toMatchObject({
      order: { quoted: { amount: '0.1' }, paid: { amount: '0.15' } },
    });
    expect(unexplained(one)).toEqual([]);
    await one.clock.runUntil(router.close());
  });

  test('ends the order where it is above the cap', async () => {
    const one = stall();
    const { router } = await buyAt('0.15', one, { amount: '0.12', currency: 'USD' });
    await one.clock.advance(20_000);
    expect(await paid(one)).toEqual(['0.15 by balance, cancelled']);
    await one.clock.runUntil(router.close());
  });

  test('counts against a budget as it was, not as it was quoted', async () => {
    const one = stall();
    const router = one.start({
      budgets: [{ limit: { amount: '0.3', currency: 'USD' }, perMs: 60 * MINUTE }],
    });
    await one.clock.runUntil(router.quote(want));
    one.market.setPrice({ ...want }, '0.15');
    const cap = { amount: '0.15', currency: 'USD' };
    await one.clock.runUntil(router.buy(want, { maxPrice: cap }));
    await one.clock.advance(20_000);
    await one.clock.runUntil(router.buy(want, { maxPrice: cap }));
    await one.clock.advance(20_000);
    const third = await one.clock.runUntil(told(router.buy(want, { maxPrice: cap })));
    expect(third.error).toMatchObject({ code: 'BUDGET_EXCEEDED' });
    await one.clock.runUntil(router.close());
  });

  test('is no price but a group where it is twice the quoted one: a proxy may have bought a second number', async () => {
    const one = stall();
    const { router } = await buyAt('0.2', one);
    await one.clock.advance(10 * MINUTE);
    expect(await paid(one)).toEqual(['0.1 by offer, open']);
    expect(unexplained(one)).toMatchObject([{ difference: { amount: '-0.01' } }]);
    await one.clock.runUntil(router.close());
  });

  test('is known of each of two purchases at once: the second waits for the balance after the first', async () => {
    const asked: string[] = [];
    const one = stall({ asked });
    const router = one.start();
    await one.clock.runUntil(Promise.all([router.buy(want, { maxPrice }), router.buy(want, { maxPrice })]));
    await one.clock.advance(1_000);
    expect(asked).toEqual(['fetchBalance', 'purchase', 'fetchBalance', 'purchase', 'fetchBalance']);
    expect(await paid(one)).toEqual(['0.1 by balance, open', '0.1 by balance, open']);
    await one.clock.runUntil(router.close());
  });

  test('keeps nobody waiting for a balance that does not come', async () => {
    let isDeaf = false;
    const one = stall({ balance: async (real, signal) => (isDeaf ? await never(signal) : await real()) });
    const router = one.start();
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    isDeaf = true;
    const bought: Order[] = [];
    const buying = (async () => {
      for (let n = 0; n < 2; n += 1) bought.push(await router.buy(want, { maxPrice }));
    })();
    const at = one.clock.now();
    await one.clock.runUntil(buying);
    expect(bought).toHaveLength(2);
    expect(one.clock.now() - at).toBeLessThan(5_000);
    await one.clock.runUntil(router.close());
  });

  test('is found out by the next run, where a crash came first', async () => {
    const one = stall();
    const dying = one.start({
      journal: {
        ...one.journal,
        append: (event) =>
          event.kind === 'charge-seen' ? new Promise(() => undefined) : one.journal.append(event),
      },
    });
    await one.clock.runUntil(dying.quote(want));
    one.market.setPrice({ ...want }, '0.15');
    await one.clock.runUntil(dying.buy(want, { maxPrice: { amount: '0.12', currency: 'USD' } }));
    await one.clock.advance(1_000);
    const router = one.start();
    await one.clock.runUntil(router.recover());
    await one.clock.advance(20_000);
    expect(await paid(one)).toEqual(['0.15 by balance, cancelled']);
    await one.clock.runUntil(router.close());
  });

  test('waits for a refund under way, which could hide it', async () => {
    const one = stall({}, { world: { refundLagMs: 30_000 } });
    const router = one.start();
    const first = await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(10_000);
    await one.clock.runUntil(router.cancel(first));
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(5 * MINUTE);
    expect(await paid(one)).toEqual(['0.1 by balance, cancelled', '0.1 by balance, open']);
    expect(unexplained(one)).toEqual([]);
    await one.clock.runUntil(router.close());
  });

  test('is not looked for where others use the account', async () => {
    const asked: string[] = [];
    const one = stall({ asked });
    const router = one.start({ sharedAccounts: ['one'] });
    await one.clock.runUntil(router.buy(want, { maxPrice }));
    await one.clock.advance(10 * MINUTE);
    expect(asked).toEqual(['fetchBalance', 'purchase']);
    expect(await paid(one)).toEqual(['0.1 by offer, open']);
    await one.clock.runUntil(router.close());
  });
});

test('whoever watches hears at once of a price, and of the cancel that follows from it', async () => {
  const one = stall();
  const router = one.start();
  await one.clock.runUntil(router.quote(want));
  one.market.setPrice({ ...want }, '0.15');
  const order = await one.clock.runUntil(router.buy(want, { maxPrice: { amount: '0.12', currency: 'USD' } }));
  const seen: string[] = [];
  const watching = (async () => {
    for await (const now of router.watch(order, { until: 'closed', forMs: 10 * MINUTE }))
      seen.push(`${now.status} ${now.paid.amount}`);
  })();
  const at = one.clock.now();
  await one.clock.runUntil(watching);
  expect(seen.at(-1)).toBe('cancelled 0.15');
  expect(one.clock.now() - at).toBeLessThan(1_000);
  await one.clock.runUntil(router.close());
});

test('another price is not believed beside an order that ended unseen: its refund is in the balance, too', async () => {
  const one = stall();
  const router = one.start();
  const first = await one.clock.runUntil(router.buy(want, { maxPrice }));
  await one.clock.advance(1_000);
  await one.market.shop.cancelOrder(first.id);
  one.market.setPrice({ ...want }, '0.15');
  await one.clock.runUntil(router.buy(want, { maxPrice }));
  await one.clock.advance(1_000);
  expect((await paid(one))[1]).toBe('0.1 by offer, open');
  await one.clock.advance(5 * MINUTE);
  // By then it is too late to believe any price but the quoted one.
  expect((await paid(one))[1]).toBe('0.1 by offer, open');
  await one.clock.runUntil(router.close());
});
