import { money } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { eventsOf } from './io.ts';
import { openStall } from './stall.ts';

const NEVER = { refundLagMs: Number.POSITIVE_INFINITY };

describe('buy without a code says of the money what the journal says', () => {
  test('seen: and then the same budget buys at once again', async () => {
    const budgets = [{ limit: money('0.1', 'USD'), perMs: 86_400_000 }];
    await using shop = openStall({ router: { budgets } });
    for (let n = 0; n < 2; n += 1) {
      const { code, out } = await shop.buy();
      expect(out).toContain('Waiting up to 90 s for the refund to be seen in the balance.');
      expect(out).toContain('Cancelled. Refund seen: the balance holds the 0.1 USD again.');
      expect(code).toBe(4);
    }
    expect(await shop.states()).toEqual(['cancelled returned', 'cancelled returned']);
  });

  test('not seen yet, though somebody pays in more than was paid', async () => {
    await using shop = openStall({ world: NEVER });
    void shop.clock.sleep(61_000).then(() => shop.market.deposit('5'));
    const { code, out } = await shop.buy();
    expect(out).toContain('Refund not seen yet: the vendor promises 0.1 USD back');
    expect(out).not.toMatch(/refund seen:|confirmed/i);
    expect(code).toBe(4);
    expect(await shop.states()).toEqual(['cancelled due']);
  });

  test('missing, which is exit code 5', async () => {
    await using shop = openStall({ world: NEVER });
    const { code, out } = await shop.buy();
    expect(out).toContain('REFUND MISSING: the balance lacks the 0.1 USD. Ask the vendor about order');
    expect(code).toBe(5);
    expect(await shop.states()).toEqual(['cancelled missing']);
  });

  test.each([
    ['the vendor tells no balance', { paper: { capabilities: ['cancelOrder'] } }, 'tells no balance'],
    ['others buy there', { router: { sharedAccounts: ['shop'] } }, 'Others buy at this account'],
  ] as const)('promised, and why no balance proves it: %s', async (_why, options, reason) => {
    await using shop = openStall(options);
    const { code, out } = await shop.buy();
    expect(out).toContain('Refund not seen: the vendor promises 0.1 USD back.');
    expect(out).toContain(reason);
    expect(out).not.toContain('Waiting up to 90 s');
    expect(code).toBe(4);
  });

  test('in --json, too, and with no time to wait as it stands', async () => {
    await using shop = openStall();
    expect(eventsOf(await shop.buy({ json: true })).at(-1)).toMatchObject({ refund: 'seen', code: null });
    const hasty = await shop.buy({ json: true, refundWait: '0s' });
    expect(eventsOf(hasty).at(-1)).toMatchObject({ status: 'cancelled', refund: 'promised' });
  });

  test('a Ctrl-C ends the wait for the refund, not the cancel', async () => {
    await using shop = openStall();
    const stop = new AbortController();
    void shop.clock.sleep(70_000).then(() => stop.abort());
    const { code, out } = await shop.buy({}, stop.signal);
    expect(out).toContain('Refund not seen yet: the vendor promises 0.1 USD back');
    expect(code).toBe(4);
  });
});

test('a key that is over is said to be, with what became of its money', async () => {
  await using shop = openStall();
  const first = await shop.buy({ key: 'case-17', refundWait: '0s' });
  expect(first.out).toMatch(/^Bought .*\nWaiting up to 1 min for the SMS/);
  await shop.clock.advance(120_000);
  const second = await shop.buy({ key: 'case-17' });
  expect(second.out).toMatch(
    /^Already bought under this key: \S+ from shop for 0.1 USD \(order \d+\); it is cancelled/,
  );
  expect(second.out).not.toMatch(/Waiting up to 1 min|Bought /);
  expect(second.out).toContain('Refund seen');
  expect(second.code).toBe(4);
  expect(shop.market.orders).toHaveLength(1);
});

describe('cancel', () => {
  test('waits for the refund, and prints what the journal wrote', async () => {
    await using shop = openStall();
    const order = await shop.clock.runUntil(
      shop.router.buy({ service: 'telegram' }, { maxPrice: money('0.1', 'USD') }),
    );
    const { code, out, err } = await shop.cancel(order.id);
    expect(out).toBe(
      `Order shop/${order.id} is cancelled. Refund seen: the balance holds the 0.1 USD again.\n`,
    );
    expect(err).toBe('Waiting up to 90 s for the refund to be seen in the balance.\n');
    expect(code).toBe(0);
    const again = await shop.cancel(order.id, { json: true });
    expect(JSON.parse(again.out)).toMatchObject({ order: order.id, status: 'cancelled', refund: 'seen' });
  });
});
