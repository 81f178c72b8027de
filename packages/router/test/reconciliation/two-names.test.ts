import type { OrderReport } from '@numroute/core';
import { paperProvider } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { deafList, listing, listOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

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

test('two lost purchases that look in one list at the same moment do not both take its order', async () => {
  const { clock, journal, market, start, states, sold } = setUp();
  // Slow enough for both to have looked before either has written.
  const list: typeof journal.list = async (filter) => {
    await clock.sleep(50);
    return await journal.list(filter);
  };
  const named = (id: string, when: 'before' | 'after') =>
    deafList(2)(paperProvider(market, { id, ...listOnly, fault: lost(when) }));
  const router = start({
    journal: { ...journal, list },
    providers: [named('first', 'after'), named('second', 'before')],
  });
  await clock.runUntil(Promise.all([1, 2].map(() => told(router.buy(want, { maxPrice })))));
  await clock.advance(MINUTE / 2);
  expect(sold()).toEqual(['open']);
  expect((await states()).filter((state) => state === 'open held')).toHaveLength(1);
  await clock.runUntil(router.close());
});
