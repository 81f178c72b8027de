import {
  type Call,
  money,
  type Operation,
  type OrderReport,
  type Provider,
  type Query,
} from '@numroute/core';
import { type Journal, memoryJournal } from '@numroute/journal';
import { createRouter, type Router } from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';

const want = { service: 'telegram', country: 'EE' };
const cap = { maxPrice: money('1', 'USD') };
const MINUTE = 60_000;
const LIFE = 20 * MINUTE;

function setUp(paper: Partial<PaperOptions> = {}, refundsOnCancel = true) {
  const clock = virtualClock();
  const market = createWorld({
    currency: 'USD',
    clock,
    lifetimeMs: LIFE,
    offers: [{ ...want, price: '0.1', stock: 10 }],
  });
  const journal: Journal = {
    ...memoryJournal({ acceptOrphans: true }),
    uptime: () => ({ boot: 'only', ms: clock.monotonic() }),
  };
  const skew = { ms: 0 };
  const provider = paperProvider(market, { id: 'one', ...paper });
  const { traits } = provider.manifest;
  const manifest = { ...provider.manifest, traits: { ...traits, refundsOnCancel } };
  const start = (one: Provider = { ...provider, manifest }): Router =>
    createRouter({
      clock: { ...clock, now: () => clock.now() + skew.ms, monotonic: () => clock.monotonic() },
      journal,
      providers: [one],
    });
  const state = async () => (await journal.list({}))[0];
  return { clock, market, skew, start, state };
}

test('an order that nobody cares about any more is cancelled before it ends', async () => {
  const { clock, market, start, state } = setUp();
  const router = start();
  const { boughtAt, cancelBefore } = await clock.runUntil(router.buy(want, cap));
  expect(cancelBefore).toBe(boughtAt + LIFE - 90_000);
  await clock.advance(LIFE - 95_000);
  expect(market.orders.map(({ status }) => status)).toEqual(['open']);
  await clock.advance(10_000);
  expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
  expect(await state()).toMatchObject({
    state: 'cancelled',
    cancel: { why: 'no code came, and its time is nearly over' },
  });
  await clock.runUntil(router.close());
});

test('a code that came unseen is kept, and the order with it', async () => {
  const { clock, market, start, state } = setUp();
  const router = start();
  const { id } = await clock.runUntil(router.buy(want, cap));
  market.receiveSms(id, 'Your code: 01234');
  await clock.advance(LIFE);
  expect(await state()).toMatchObject({ state: 'delivered', order: { messages: [{ code: '01234' }] } });
  await clock.runUntil(router.close());
});

test('after a restart, too, with a clock that was set back and a vendor whose answer is lost', async () => {
  let silent = 0;
  const fault = (operation: Operation) => {
    if (operation !== 'cancelOrder' || silent > 0) return undefined;
    silent += 1;
    return 'lost-reply' as const;
  };
  const { clock, market, skew, start } = setUp({ fault });
  const first = start();
  await clock.runUntil(first.buy(want, cap));
  await clock.runUntil(first.close());
  await clock.advance(5 * MINUTE);
  skew.ms = -60 * MINUTE;
  const second = start();
  await clock.runUntil(second.recover());
  await clock.advance(LIFE - 5 * MINUTE - 1_000);
  expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
  // The first answer was lost; the vendor had done as it was told.
  expect(silent).toBe(1);
  await clock.runUntil(second.close());
});

test('a vendor that keeps the money of a cancelled order keeps the order', async () => {
  const { clock, market, start } = setUp({}, false);
  const router = start();
  await clock.runUntil(router.buy(want, cap));
  await clock.advance(LIFE - 1_000);
  expect(market.orders.map(({ status }) => status)).toEqual(['open']);
  await clock.runUntil(router.close());
});

test.each([
  [true, 'promised'],
  [false, 'unknown'],
])('with refundsOnCancel %s the refund of a cancel is %s, also after a restart', async (trait, refund) => {
  const { clock, market, start } = setUp({}, trait);
  const router = start();
  const order = await clock.runUntil(router.buy(want, cap));
  expect(await clock.runUntil(router.cancel(order))).toMatchObject({ status: 'cancelled', refund });
  expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
  await router.close();
  const [after] = await start().attempts({});
  expect(after?.order).toMatchObject({ status: 'cancelled', refund });
});

test.each([
  [5 * MINUTE, 5 * MINUTE],
  [120 * MINUTE, 120 * MINUTE],
  [undefined, LIFE],
])('an offer that lives for %s ms says when to cancel, whatever all others do', async (lifetimeMs, life) => {
  const clock = virtualClock();
  const market = createWorld({
    currency: 'USD',
    clock,
    lifetimeMs: Number.POSITIVE_INFINITY,
    offers: [{ ...want, price: '0.1', stock: 10 }],
  });
  const inner = paperProvider(market, { id: 'one', timing: { pollMs: 1000, lifetimeMs: LIFE } });
  const provider = {
    ...inner,
    listOffers: async (query: Query, call: Call) =>
      Array.from(await inner.listOffers(query, call), (offer) => ({
        ...offer,
        ...(lifetimeMs !== undefined && { lifetimeMs }),
      })),
  };
  const router = createRouter({
    clock,
    journal: memoryJournal({ acceptOrphans: true }),
    providers: [provider],
  });
  const { boughtAt, cancelBefore = 0 } = await clock.runUntil(router.buy(want, cap));
  expect(cancelBefore - boughtAt).toBe(life - Math.min(90_000, life / 4));
  await clock.runUntil(router.close());
});

test('an end before the purchase is no end, in the receipt as in every report', async () => {
  const { clock, market, start, state } = setUp();
  const anHourAgo = <T extends OrderReport>(report: T): T => ({
    ...report,
    expiresAt: clock.now() - 60 * MINUTE,
  });
  const inner = paperProvider(market, { id: 'one', timing: { pollMs: 1000, lifetimeMs: LIFE } });
  const router = start({
    ...inner,
    purchase: async (offer, call) => anHourAgo(await inner.purchase(offer, call)),
    fetchOrder: async (id, call) => anHourAgo(await inner.fetchOrder(id, call)),
  });
  const bought = await clock.runUntil(router.buy(want, cap));
  expect(bought).not.toHaveProperty('expiresAt');
  await clock.advance(LIFE - 95_000);
  expect(market.orders.map(({ status }) => status)).toEqual(['open']);
  expect(await clock.runUntil(router.fetch(bought))).not.toHaveProperty('expiresAt');
  expect((await state())?.order).toMatchObject({ cancelBefore: bought.boughtAt + LIFE - 90_000 });
  await clock.advance(10_000);
  expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
  await clock.runUntil(router.close());
});
