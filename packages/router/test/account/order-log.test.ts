import { NumrouteError, type Receipt } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import { expect, test } from 'vitest';
import { listOnly, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

test('after a short outage of the journal the order is written, watched over, and the account opens again', async () => {
  const { clock, journal, start, states, sold } = setUp();
  let isDown = false;
  let wasDown = false;
  const torn: Journal = {
    ...journal,
    append: async (event) => {
      if (event.kind === 'bought' && !wasDown) [isDown, wasDown] = [true, true];
      if (isDown) throw new NumrouteError('UNAVAILABLE', 'full', {});
      return await journal.append(event);
    },
  };
  const router = start({ journal: torn });
  const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
  expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  await clock.advance(500);
  isDown = false;
  await clock.advance(1_000);
  expect(await states()).toEqual(['open held']);
  // Nobody was told of the order, so nobody asks for it.
  await clock.advance(2 * MINUTE);
  expect(sold()).toEqual(['cancelled']);
  expect((await clock.runUntil(router.buy(want, { maxPrice }))).status).toBe('open');
  await clock.runUntil(router.close());
});

test('a write that was made although its answer was lost does not stop what comes after it', async () => {
  const { clock, market, journal, start } = setUp();
  let isTorn = true;
  const torn: Journal = {
    ...journal,
    append: async (event) => {
      const entry = await journal.append(event);
      if (isTorn && event.kind === 'bought') {
        isTorn = false;
        throw new NumrouteError('UNAVAILABLE', 'the answer of the database was lost', {});
      }
      return entry;
    },
  };
  const router = start({ journal: torn });
  await clock.runUntil(told(router.buy(want, { maxPrice })));
  const ref = { provider: 'one', id: market.orders[0]?.id ?? '' };
  market.receiveSms(ref.id, 'code 1234');
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { status } of router.watch(ref, { forMs: MINUTE })) seen.push(status);
  })();
  await clock.runUntil(watching);
  expect(seen).toEqual(['open', 'delivered']);
  await clock.runUntil(router.close());
});

test('a vendor that answers with an order that we hold already has named no order', async () => {
  let first: Receipt | undefined;
  const { clock, start, states } = setUp({
    paper: listOnly,
    wrap: (inner) => ({
      ...inner,
      purchase: async (offer, call) => {
        first ??= await inner.purchase(offer, call);
        return first;
      },
    }),
  });
  const router = start();
  await clock.runUntil(router.buy(want, { maxPrice }));
  const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
  expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  expect(error?.message).toMatch(/an earlier purchase's/);
  await clock.advance(5 * MINUTE);
  expect(await states()).toEqual(['open held', 'absent free']);
  await clock.runUntil(router.close());
});
