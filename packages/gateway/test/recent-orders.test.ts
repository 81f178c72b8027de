import { money } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import type { Desk, Ticket } from '../src/orders/desk.ts';
import { recentTickets } from '../src/orders/recent.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 31);

const ticketAt = (boughtAt: number, number: number, state: Ticket['state'] = 'bought'): Ticket => ({
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
});

/** A desk over so many tickets, that counts how many it had to read. */
function deskOver(tickets: readonly Ticket[]) {
  let read = 0;
  const list: Desk['list'] = async ({ since = 0 }) => {
    const found = tickets.filter(({ boughtAt }) => boughtAt >= since);
    read += found.length;
    return found;
  };
  return { desk: { list }, read: () => read };
}

test('the newest are read without reading all of a long past', async () => {
  // One a minute, for a hundred days.
  const tickets = Array.from({ length: 144_000 }, (_, n) => ticketAt(NOW - (144_000 - n) * 60_000, n + 1));
  const { desk, read } = deskOver(tickets);
  const recent = await recentTickets(desk, 'shop', 50, virtualClock(NOW));
  expect(recent).toEqual(tickets.slice(-50));
  expect(read()).toBeLessThan(100);
});

test('few are found however old they are, and what was never bought is none of them', async () => {
  const tickets = [
    ticketAt(0, 1),
    ticketAt(NOW - 400 * 24 * HOUR, 2),
    ticketAt(NOW - 3 * HOUR, 3, 'none'),
    ticketAt(NOW - 2 * HOUR, 4),
  ];
  const { desk } = deskOver(tickets);
  const recent = await recentTickets(desk, 'shop', 50, virtualClock(NOW));
  expect(recent.map(({ number }) => number)).toEqual([1, 2, 4]);
  expect(await recentTickets(desk, 'shop', 2, virtualClock(NOW))).toHaveLength(2);
});
