import { money } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import type { OrderRecord, Orders } from '../src/orders/orders.ts';
import { recentRecords } from '../src/orders/recent-records.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 31);

const recordAt = (boughtAt: number, number: number, state: OrderRecord['state'] = 'bought'): OrderRecord => ({
  number,
  buyer: 'shop',
  key: String(number),
  boughtAt,
  changedAt: boughtAt,
  service: 'telegram',
  country: 'EE',
  state,
  cost: money('1', 'USD'),
  isOwed: false,
  refund: 'promised',
});

/** Orders with so many records; counts how many had to be read. */
function ordersOver(records: readonly OrderRecord[]) {
  let read = 0;
  const list: Orders['list'] = async ({ since = 0 }) => {
    const found = records.filter(({ boughtAt }) => boughtAt >= since);
    read += found.length;
    return found;
  };
  return { orders: { list }, read: () => read };
}

test('the newest are read without reading all of a long past', async () => {
  // One a minute, for a hundred days.
  const records = Array.from({ length: 144_000 }, (_, n) => recordAt(NOW - (144_000 - n) * 60_000, n + 1));
  const { orders, read } = ordersOver(records);
  const recent = await recentRecords(orders, 'shop', 50, virtualClock(NOW));
  expect(recent).toEqual(records.slice(-50));
  expect(read()).toBeLessThan(100);
});

test('few are found however old they are, and what was never bought is none of them', async () => {
  const records = [
    recordAt(0, 1),
    recordAt(NOW - 400 * 24 * HOUR, 2),
    recordAt(NOW - 3 * HOUR, 3, 'none'),
    recordAt(NOW - 2 * HOUR, 4),
  ];
  const { orders } = ordersOver(records);
  const recent = await recentRecords(orders, 'shop', 50, virtualClock(NOW));
  expect(recent.map(({ number }) => number)).toEqual([1, 2, 4]);
  expect(await recentRecords(orders, 'shop', 2, virtualClock(NOW))).toHaveLength(2);
});
