import { NumrouteError, type Order } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import { describe, expect, test } from 'vitest';
import { listOnly, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const asked = { maxPrice, key: 'k' };

describe('whoever hears of the end hears whether money may have moved', () => {
  test('when the router is closed while the reply to a purchase is lost', async () => {
    const { clock, start } = setUp({
      paper: { capabilities: ['cancelOrder'] },
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call) => {
          await inner.purchase(offer, call);
          await clock.sleep(10_000);
          throw new NumrouteError('OUTCOME_UNKNOWN', 'reset', { offer });
        },
      }),
    });
    const router = start();
    const buying = told(router.buy(want, { maxPrice, settleForMs: 10 * MINUTE }));
    await clock.advance(1_000);
    const closing = router.close();
    const { error } = await clock.runUntil(buying);
    await clock.runUntil(closing);
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
  });

  test('when the router is closed and two share a key', async () => {
    const { clock, start, sold } = setUp({
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call) => {
          const receipt = await inner.purchase(offer, call);
          await clock.sleep(5_000);
          return receipt;
        },
      }),
    });
    const router = start();
    const both = Promise.all([told(router.buy(want, asked)), told(router.buy(want, asked))]);
    await clock.advance(1_000);
    const closing = router.close();
    const [one, other] = await clock.runUntil(both);
    await clock.runUntil(closing);
    expect(one.value?.id).toBeDefined();
    expect(other.value?.id).toBe(one.value?.id);
    expect(sold()).toHaveLength(1);
  });

  test('when an order that cost too much is cancelled with a promise only', async () => {
    const { clock, market, start } = setUp({ paper: { priceGuard: false } });
    const router = start();
    await clock.runUntil(router.quote(want));
    market.setPrice({ ...want }, '5');
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error).toMatchObject({ code: 'NO_OFFER', moneyMayHaveMoved: true });
    expect(error?.message).toMatch(/what was charged is cancelled/);
    // And the key gives no order that its buyer never agreed to.
    expect((await clock.runUntil(told(router.buy(want, asked)))).error).toMatchObject({ code: 'NO_OFFER' });
    await clock.runUntil(router.close());
  });
});

describe('a price above the cap', () => {
  test('that a crash left standing is given up by the next run, and handed to nobody', async () => {
    const { clock, market, journal, start, states } = setUp({ paper: { priceGuard: false } });
    const dying: Journal = {
      ...journal,
      append: (event) =>
        event.kind === 'cancel-wanted' ? new Promise(() => undefined) : journal.append(event),
    };
    const first = start({ journal: dying });
    await clock.runUntil(first.quote(want));
    market.setPrice({ ...want }, '5');
    void first.buy(want, asked);
    await clock.advance(1_000);
    const router = start();
    expect((await clock.runUntil(told(router.buy(want, asked)))).value).toBeUndefined();
    expect(await states()).toEqual(['cancelled due']);
    await clock.runUntil(router.close());
  });

  test('that the vendor tells only later ends the order', async () => {
    const { clock, market, start } = setUp({
      paper: { priceGuard: false },
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call) => {
          const { price: _untold, ...receipt } = await inner.purchase(offer, call);
          return receipt;
        },
      }),
    });
    const router = start();
    await clock.runUntil(router.quote(want));
    market.setPrice({ ...want }, '5');
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(router.fetch(order));
    await clock.advance(1_000);
    expect(await clock.runUntil(router.fetch(order))).toMatchObject({
      status: 'cancelled',
      paid: { amount: '5' },
    });
    await clock.runUntil(router.close());
  });
});

describe('a key', () => {
  test('buys nothing for whoever has hung up already', async () => {
    const { clock, start, sold } = setUp();
    const router = start();
    const signal = AbortSignal.abort(new Error('hung up'));
    await expect(clock.runUntil(router.buy(want, { ...asked, signal }))).rejects.toThrow('hung up');
    await clock.advance(1_000);
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('serves whoever comes while the first one’s purchase is being called off', async () => {
    const { clock, start } = setUp({
      wrap: (inner) => ({
        ...inner,
        listOffers: async (query, call) => {
          await clock.sleep(1_000);
          return await inner.listOffers(query, call);
        },
      }),
    });
    const router = start();
    const mine = new AbortController();
    const first = told(router.buy(want, { ...asked, signal: mine.signal }));
    await clock.advance(100);
    mine.abort(new Error('hung up'));
    const second = router.buy(want, asked);
    expect((await clock.runUntil(second)).status).toBe('open');
    expect((await first).error?.message).toBe('hung up');
    await clock.runUntil(router.close());
  });
});

describe('a vendor that is restarting', () => {
  const denial = new NumrouteError('UNKNOWN_ORDER', 'NO_ACTIVATION', { id: 'x' });

  test('denies an order twice within a blink, and its code comes all the same', async () => {
    let notFound = 0;
    const { clock, market, start } = setUp({
      paper: { fault: (operation) => (operation === 'fetchOrder' && notFound-- > 0 ? denial : undefined) },
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    notFound = 3;
    const seen: Order[] = [];
    const watching = (async () => {
      for await (const one of router.watch(order)) seen.push(one);
    })();
    await clock.advance(4_000);
    market.receiveSms(order.id, 'code 1234');
    await clock.runUntil(watching);
    expect(seen.map(({ status }) => status)).toEqual(['open', 'delivered']);
    await clock.runUntil(router.close());
  });

  test('is not held to a denial that an answer has followed', async () => {
    let notFound = 0;
    const { clock, start } = setUp({
      paper: { fault: (operation) => (operation === 'fetchOrder' && notFound-- > 0 ? denial : undefined) },
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    notFound = 1;
    await clock.runUntil(told(router.fetch(order)));
    const watching = (async () => {
      for await (const _ of router.watch(order, { forMs: 5 * MINUTE }));
    })();
    await clock.advance(4 * MINUTE);
    notFound = 1;
    expect((await clock.runUntil(told(router.fetch(order)))).error?.code).toBe('UNKNOWN_ORDER');
    await clock.runUntil(watching);
    await clock.runUntil(router.close());
  });

  test('may tell of an order that was given up for gone', async () => {
    let notFound = 0;
    const { clock, market, start } = setUp({
      paper: { fault: (operation) => (operation === 'fetchOrder' && notFound-- > 0 ? denial : undefined) },
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    notFound = 2;
    await clock.runUntil(told(router.fetch(order)));
    await clock.advance(3 * MINUTE);
    expect((await clock.runUntil(router.fetch(order))).status).toBe('gone');
    market.receiveSms(order.id, 'code 1234');
    expect(await clock.runUntil(router.fetch(order))).toMatchObject({
      status: 'delivered',
      messages: [{ code: '1234' }],
    });
    await clock.runUntil(router.close());
  });
});

test('an order is not adopted from under the purchase that is bringing it', async () => {
  const { clock, start, states } = setUp({
    paper: listOnly,
    wrap: (inner) => ({
      ...inner,
      purchase: async (offer, call) => {
        const receipt = await inner.purchase(offer, call);
        await clock.sleep(5_000);
        return receipt;
      },
    }),
  });
  const router = start();
  const buying = router.buy(want, { maxPrice });
  await clock.advance(1_000);
  await clock.runUntil(router.recover());
  await clock.runUntil(buying);
  await clock.advance(2 * MINUTE);
  expect(await states()).toEqual(['open held']);
  await clock.runUntil(router.close());
});
