import { money, type Operation, type Order } from '@numroute/core';
import type { Router } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { balanceOnly, MINUTE, maxPrice, type StallOptions, setUp, told, want } from '../support/stall.ts';

const DAY = 24 * 60 * MINUTE;

/** One vendor that tells its balance, and how often it was asked for it. */
function open(options: StallOptions = {}) {
  let balances = 0;
  const fault = (operation: Operation): undefined => {
    if (operation === 'fetchBalance') balances += 1;
  };
  const stall = setUp({ ...options, paper: { ...balanceOnly, fault, ...options.paper } });
  const { clock } = stall;
  const cancelled = async (router: Router): Promise<Order> =>
    await clock.runUntil(router.buy(want, { maxPrice }).then((order) => router.cancel(order)));
  /** `status refund` of every order that a watch yields, with the seconds since the watch began. */
  const watched = async (router: Router, order: Order, forMs?: number): Promise<string[]> => {
    const seen: string[] = [];
    const beganAt = clock.now();
    const watch = async (): Promise<void> => {
      for await (const { status, refund } of router.watch(order, {
        until: 'refunded',
        ...(forMs !== undefined && { forMs }),
      }))
        seen.push(`${status} ${refund} ${Math.round((clock.now() - beganAt) / 1_000)}`);
    };
    await clock.runUntil(watch());
    return seen;
  };
  return { ...stall, cancelled, watched, balances: () => balances };
}

describe('a watch until the refund is decided', () => {
  test('yields what the journal wrote, as soon as the refund is due', async () => {
    const { start, cancelled, watched, states, clock } = open();
    const router = start();
    const order = await cancelled(router);
    expect(order).toMatchObject({ status: 'cancelled', refund: 'promised' });
    // Due after 60 s, and a reading takes 5 s.
    expect(await watched(router, order, 2 * MINUTE)).toEqual(['cancelled promised 0', 'cancelled seen 65']);
    expect(await states()).toEqual(['cancelled returned']);
    expect(await watched(router, order)).toEqual(['cancelled seen 0']);
    await clock.runUntil(router.close());
  });

  test('begins with an open order, and follows it to its end', async () => {
    const { start, watched, clock, market } = open();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    const watching = watched(router, order);
    await clock.advance(5_000);
    await router.cancel(order);
    expect((await watching).map((one) => one.replace(/ \d+$/, ''))).toEqual([
      'open none',
      'cancelled promised',
      'cancelled seen',
    ]);
    // An order with a code has no refund to wait for.
    const other = await clock.runUntil(router.buy(want, { maxPrice }));
    market.receiveSms(other.id, 'Your code: 4711');
    await clock.runUntil(router.fetch(other));
    const finishing = watched(router, other);
    await clock.runUntil(router.finish(other));
    expect((await finishing).at(-1)).toMatch(/^finished none/);
    await clock.runUntil(router.close());
  });

  test('says missing where the vendor keeps the money', async () => {
    const { start, cancelled, watched, clock } = open({ world: { refundLagMs: Number.POSITIVE_INFINITY } });
    const router = start();
    const order = await cancelled(router);
    expect(await watched(router, order, 2 * MINUTE)).toEqual([
      'cancelled promised 0',
      'cancelled missing 65',
    ]);
    await clock.runUntil(router.close());
  });

  test('proves nothing by money that somebody pays in meanwhile', async () => {
    const { start, cancelled, watched, states, market, clock } = open({
      world: { refundLagMs: Number.POSITIVE_INFINITY },
    });
    const router = start();
    const order = await cancelled(router);
    market.deposit('5');
    expect(await watched(router, order, 2 * MINUTE)).toEqual(['cancelled promised 0']);
    expect(await states()).toEqual(['cancelled due']);
    await clock.runUntil(router.close());
  });

  test.each([
    ['the vendor tells no balance', { capabilities: ['cancelOrder'] }, []],
    ['others buy at the account', {}, ['one']],
  ] as const)('ends at once where %s', async (_why, paper, sharedAccounts) => {
    const { start, cancelled, watched, clock } = open({ paper });
    const router = start({ sharedAccounts });
    const order = await cancelled(router);
    expect(await watched(router, order)).toEqual(['cancelled promised 0']);
    await clock.runUntil(router.close());
  });

  test('looks at once for a refund that an earlier run left, and once for all who watch', async () => {
    const { start, cancelled, clock, watched, balances } = open();
    const first = start();
    const orders = [await cancelled(first), await cancelled(first)];
    await clock.runUntil(first.close());
    await clock.advance(2 * MINUTE);
    const router = start();
    const before = balances();
    const seen = await clock.runUntil(Promise.all(orders.map((order) => watched(router, order, MINUTE))));
    for (const one of seen) expect(one).toEqual(['cancelled promised 0', 'cancelled seen 5']);
    expect(balances() - before).toBe(1);
    await clock.runUntil(router.close());
  });

  test('ends with the reason of its signal, and reads nothing more', async () => {
    const { start, cancelled, clock, balances } = open();
    const router = start();
    const order = await cancelled(router);
    const leave = new AbortController();
    const watching = told(
      (async () => {
        for await (const _ of router.watch(order, { until: 'refunded', signal: leave.signal }));
      })(),
    );
    await clock.advance(30_000);
    leave.abort(new Error('gone'));
    expect((await clock.runUntil(watching)).error).toMatchObject({ message: 'gone' });
    const before = balances();
    await clock.advance(39_000);
    expect(balances()).toBe(before);
    await clock.runUntil(router.close());
  });
});

describe('a budget that promised refundWatch fill', () => {
  const budgets = [{ limit: money('0.1', 'USD'), perMs: DAY }];
  const cap = { maxPrice: money('0.1', 'USD') };

  test('buys again as soon as the journal has seen the refund', async () => {
    const { start, watched, clock } = open();
    const router = start({ budgets });
    const order = await clock.runUntil(router.buy(want, cap).then((bought) => router.cancel(bought)));
    expect((await clock.runUntil(told(router.buy(want, cap)))).error?.code).toBe('BUDGET_EXCEEDED');
    await watched(router, order);
    expect((await clock.runUntil(told(router.buy(want, cap)))).value?.id).toBeDefined();
    await clock.runUntil(router.close());
  });

  test('is looked at before a purchase is refused, after a restart, too', async () => {
    const { start, clock, balances } = open();
    const first = start({ budgets });
    await clock.runUntil(first.buy(want, cap).then((bought) => first.cancel(bought)));
    // Not due yet: the balance could tell nothing.
    const before = balances();
    expect((await clock.runUntil(told(first.buy(want, cap)))).error?.code).toBe('BUDGET_EXCEEDED');
    expect(balances()).toBe(before);
    await clock.runUntil(first.close());
    await clock.advance(MINUTE);
    const router = start({ budgets });
    expect((await clock.runUntil(told(router.buy(want, cap)))).value?.id).toBeDefined();
    expect((await clock.runUntil(told(router.buy(want, cap)))).error?.code).toBe('BUDGET_EXCEEDED');
    await clock.runUntil(router.close());
  });

  test('is looked at once, where the balance leaves the refund open', async () => {
    const { start, market, clock, balances } = open({ world: { refundLagMs: Number.POSITIVE_INFINITY } });
    const router = start({ budgets });
    await clock.runUntil(router.buy(want, cap).then((bought) => router.cancel(bought)));
    market.deposit('5');
    await clock.runUntil(clock.sleep(MINUTE));
    const before = balances();
    for (let n = 0; n < 3; n += 1)
      expect((await clock.runUntil(told(router.buy(want, cap)))).error?.code).toBe('BUDGET_EXCEEDED');
    expect(balances() - before).toBe(1);
    await clock.runUntil(router.close());
  });

  test('lets its buyer leave during the look', async () => {
    const { start, clock, sold } = open();
    const router = start({ budgets });
    await clock.runUntil(router.buy(want, cap).then((bought) => router.cancel(bought)));
    await clock.runUntil(clock.sleep(MINUTE));
    const leave = new AbortController();
    const buying = told(router.buy(want, { ...cap, signal: leave.signal }));
    await clock.advance(1_000);
    leave.abort(new Error('gone'));
    expect((await clock.runUntil(buying)).error).toMatchObject({ message: 'gone' });
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });
});
