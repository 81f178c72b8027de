import type { OrderReport } from '@numroute/core';
import { paperProvider } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { listing, listOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

/** One account under two names; the purchase under the second one is lost before the vendor acts. */
async function twoNames(row: (report: OrderReport) => OrderReport = (same) => same) {
  const one = setUp();
  const first = paperProvider(one.market, { id: 'first', ...listOnly });
  const second = listing(row)(
    paperProvider(one.market, { id: 'second', ...listOnly, fault: lost('before') }),
  );
  const { clock } = one;
  const buyer = one.start({ providers: [first] });
  const order = await clock.runUntil(buyer.buy(want, { maxPrice }));
  await clock.runUntil(buyer.close());
  const router = one.start({ providers: [second] });
  await clock.runUntil(told(router.buy(want, { maxPrice })));
  return { ...one, order, router };
}

test('an order of another provider in the journal is not taken for a lost purchase', async () => {
  const { clock, journal, order, router, states, sold } = await twoNames();
  await clock.advance(4 * MINUTE);
  expect(await states()).toEqual(['open held', 'absent free']);
  expect(await journal.findOrder({ provider: 'second', id: order.id })).toBeUndefined();
  expect(sold()).toEqual(['open']);
  await clock.runUntil(router.close());
});

test('an order of the same id whose phone is not told proves nothing', async () => {
  const { clock, router, states, sold } = await twoNames(({ phone: _masked, ...row }) => row);
  await clock.advance(4 * MINUTE);
  expect(await states()).toEqual(['open held', 'unknown reserved']);
  expect(sold()).toEqual(['open']);
  await clock.runUntil(router.close());
});

test('an order of the same id with another phone is another vendor’s', async () => {
  const { clock, router, states } = await twoNames((row) => ({ ...row, phone: '+37255599999' }));
  expect(await states()).toEqual(['open held', 'open held']);
  await clock.runUntil(router.close());
});
