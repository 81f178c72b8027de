import { NumrouteError, type OrderReport, type Provider } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import { describe, expect, test } from 'vitest';
import { deafList, listing, listOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const asked = { maxPrice, key: 'k' };

describe('a list of open orders proves nothing absent', () => {
  test('where the order in it cost more than the cap: it is found, and given up', async () => {
    const { clock, market, start, states } = setUp({
      paper: { ...listOnly, priceGuard: false, fault: lost('after') },
    });
    const router = start();
    await clock.runUntil(router.quote(want));
    market.setPrice({ ...want }, '5');
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
    expect(error).toMatchObject({ code: 'NO_OFFER', moneyMayHaveMoved: true });
    expect(await states()).toEqual(['cancelled due']);
    await clock.runUntil(router.close());
  });

  test.each<[string, (report: OrderReport) => OrderReport]>([
    ['a clock of ours that is fast', (one) => ({ ...one, orderedAt: (one.orderedAt ?? 0) - 3 * MINUTE })],
    ['another country', (one) => ({ ...one, country: 'LV' })],
  ])('where %s hides it', async (_, change) => {
    const { clock, start, states, sold } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      wrap: listing(change),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.runUntil(told(router.buy(want, asked)));
    expect(sold()).toEqual(['open']);
    await clock.advance(60 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    await clock.runUntil(router.close());
  });

  test('where it leaves out another that is known to be open', async () => {
    let isCut = false;
    const { clock, start, states } = setUp({
      paper: { ...listOnly, fault: lost('after', 2) },
      wrap: listing((one) => (isCut ? undefined : one)),
    });
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice }));
    isCut = true;
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    expect(await states()).toEqual(['open held', 'unknown reserved']);
    await clock.runUntil(router.close());
  });
});

test('a list proves nothing absent that may have ended while it was read', async () => {
  const { clock, start, states } = setUp({
    paper: { ...listOnly, fault: lost('after') },
    wrap: listing(() => undefined),
  });
  const first = start();
  await clock.runUntil(told(first.buy(want, asked)));
  await clock.runUntil(first.close());
  await clock.advance(19.5 * MINUTE);
  const second = start();
  await clock.runUntil(second.recover());
  expect(await states()).toEqual(['unknown reserved']);
  await clock.runUntil(second.close());
});

/** A vendor that calls whatever it sold last by one and the same id; its list may say less. */
const oneId =
  (row: (report: OrderReport) => OrderReport = (same) => same) =>
  (inner: Provider): Provider => {
    let last = '';
    const same = <T extends OrderReport>(report: T): T => ({ ...report, id: 'again' });
    return {
      ...inner,
      purchase: async (offer, call) => {
        const receipt = await inner.purchase(offer, call);
        last = receipt.id;
        return same(receipt);
      },
      fetchOrder: async (_id, call) => same(await inner.fetchOrder(last, call)),
      cancelOrder: async (_id, call) => {
        if (!inner.cancelOrder) throw new TypeError('paper cancels');
        return same(await inner.cancelOrder(last, call));
      },
      listOpenOrders: async (call) => {
        const rows = (await inner.listOpenOrders?.(call)) ?? [];
        last = rows.at(-1)?.id ?? last;
        return rows.map(same).map(row);
      },
    };
  };

describe('an id that the vendor gave out before', () => {
  const setUpAgain = (row?: (report: OrderReport) => OrderReport) =>
    setUp({ paper: { ...listOnly, fault: lost('after', 2) }, wrap: oneId(row) });

  test.each<[string, number, string]>([
    ['long ago', 60, 'open held'],
    ['a minute ago', 1, 'unknown reserved'],
  ])('%s, for another number', async (_, minutes, state) => {
    const { clock, start, states } = setUpAgain();
    const router = start();
    await clock.runUntil(router.cancel(await clock.runUntil(router.buy(want, { maxPrice }))));
    await clock.advance(minutes * MINUTE);
    await clock.runUntil(told(router.buy(want, asked)));
    expect(await states()).toEqual(['cancelled due', state]);
    await clock.runUntil(router.close());
  });

  test.each<[string, number, string]>([
    ['so long ago that no order lives so long', 60, 'open held'],
    ['ten minutes ago', 10, 'unknown reserved'],
  ])('%s is taken without a phone in the list', async (_, minutes, state) => {
    const { clock, start, states } = setUpAgain(({ phone: _untold, ...row }) => row);
    const router = start();
    await clock.runUntil(router.cancel(await clock.runUntil(router.buy(want, { maxPrice }))));
    await clock.advance(minutes * MINUTE);
    await clock.runUntil(told(router.buy(want, asked)));
    expect(await states()).toEqual(['cancelled due', state]);
    await clock.runUntil(router.close());
  });

  test('and whose phone is forgotten', async () => {
    const { clock, journal, start, states } = setUpAgain();
    const router = start();
    await clock.runUntil(router.cancel(await clock.runUntil(router.buy(want, { maxPrice }))));
    await clock.advance(60 * MINUTE);
    expect(await journal.forget(clock.now())).toBe(1);
    await clock.runUntil(router.buy(want, asked));
    expect(await states()).toEqual(['cancelled due', 'open held']);
    await clock.runUntil(router.close());
  });

  test('ends an order that nobody finished', async () => {
    const { clock, market, start, states } = setUpAgain();
    const router = start();
    const first = await clock.runUntil(router.buy(want, { maxPrice }));
    market.receiveSms(market.orders[0]?.id ?? '', 'code 12345');
    await clock.runUntil(router.fetch(first));
    await clock.advance(60 * MINUTE);
    const second = await clock.runUntil(router.buy(want, asked));
    expect([second.id, second.phone]).toEqual([first.id, market.orders[1]?.phone]);
    expect(await states()).toEqual(['finished spent', 'open held']);
    await clock.runUntil(router.close());
  });
});

describe('an order that was found again', () => {
  test('is not taken from the buyer who got it', async () => {
    const { clock, start, states } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      wrap: deafList(2),
    });
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice, settleForMs: MINUTE }));
    await clock.advance(1.5 * MINUTE);
    expect(await states()).toEqual(['open held']);
    await clock.runUntil(router.close());
  });

  test('by the background is given up if nobody asks for it', async () => {
    const { clock, start, sold } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      wrap: deafList(2),
    });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
    expect(error?.code).toBe('OUTCOME_UNKNOWN');
    await clock.advance(3 * MINUTE);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('is cancelled for whoever insists, while it still waits to be left alone', async () => {
    const { clock, market, journal, start, sold } = setUp({
      paper: listOnly,
      world: { cancelAfterMs: 2 * MINUTE },
    });
    const dying: Journal = {
      ...journal,
      append: (event) => (event.kind === 'bought' ? new Promise(() => undefined) : journal.append(event)),
    };
    void start({ journal: dying }).buy(want, { maxPrice });
    await clock.advance(1_000);
    const router = start();
    await clock.runUntil(router.recover());
    const ref = { provider: 'one', id: market.orders[0]?.id ?? '' };
    const { error } = await clock.runUntil(told(router.cancel(ref, { insist: true })));
    expect(error?.code).toBe('WRONG_STATE');
    await clock.advance(3 * MINUTE);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('may be somebody else’s where others buy at the account', async () => {
    const { clock, market, start, states, sold } = setUp({ paper: { ...listOnly, fault: lost('before') } });
    const router = start({ sharedAccounts: ['one'] });
    await market.shop.purchase({ ...want });
    await clock.advance(30_000);
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
    expect(error?.code).toBe('OUTCOME_UNKNOWN');
    await clock.advance(5 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    expect(sold()).toEqual(['open']);
    await clock.runUntil(router.close());
  });

  test('may be of an earlier purchase without a name, where the list has no times', async () => {
    let purchases = 0;
    const timeless = ({ orderedAt: _unsaid, ...report }: OrderReport): OrderReport => report;
    const { clock, market, start, states } = setUp({
      paper: listOnly,
      wrap: (inner) => ({
        ...listing(timeless)(inner),
        purchase: async (offer, call) => {
          purchases += 1;
          if (purchases === 1) for (const _twice of [1, 2]) await inner.purchase(offer, call);
          throw new NumrouteError('OUTCOME_UNKNOWN', 'reset', { offer });
        },
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(5 * MINUTE);
    // The proxy sent it twice: nobody can say which of the two it is.
    expect(await states()).toEqual(['disputed reserved']);
    await market.shop.cancelOrder(market.orders[0]?.id ?? '');
    await clock.runUntil(told(router.buy(want, { maxPrice })));
    await clock.advance(5 * MINUTE);
    expect(await states()).toEqual(['disputed reserved', 'unknown reserved']);
    await clock.runUntil(router.close());
  });

  test('was made long after: it is not the one', async () => {
    const { clock, market, journal, start, sold } = setUp({ paper: listOnly });
    const dying: Journal = {
      ...journal,
      append: (event) => journal.append(event).then(() => new Promise(() => undefined)),
    };
    void start({ journal: dying }).buy(want, { maxPrice });
    await clock.advance(10 * MINUTE);
    await market.shop.purchase({ ...want });
    const router = start();
    await clock.runUntil(router.recover());
    await clock.advance(3 * MINUTE);
    expect(sold()).toEqual(['open']);
    await clock.runUntil(router.close());
  });
});

describe('how long the vendor may have had a purchase', () => {
  test('is known because one that finds no turn in time does not leave', async () => {
    // The price list takes the one turn there is; the next comes too late.
    const limits = { requests: 1, perMs: 90_000, concurrent: 1 };
    const { clock, start, states, sold } = setUp({ paper: { limits } });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
    expect(error).toMatchObject({ code: 'NO_OFFER', moneyMayHaveMoved: false });
    expect(error?.details).toMatchObject({ attempts: [{ error: { code: 'REJECTED' } }] });
    expect(await states()).toEqual(['refused free']);
    await clock.advance(5 * MINUTE);
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('is known because one that needs another request first, and then finds no turn in time, does not leave', async () => {
    const { clock, start, states, sold } = setUp({
      paper: { limits: { requests: 3, perMs: 90_000, concurrent: 1 } },
      wrap: (inner): Provider => ({
        ...inner,
        purchase: async (offer, call) => {
          // It fetches a token in the turn of the purchase, as `@numroute/http` does.
          await clock.sleep(5_000);
          return await (call.turn ?? never)(() => inner.purchase(offer, call));
        },
      }),
    });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
    expect(error?.details).toMatchObject({ attempts: [{ error: { code: 'REJECTED' } }] });
    expect(await states()).toEqual(['refused free']);
    await clock.advance(5 * MINUTE);
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('counts from when we gave up, where its reply was waited for longer', async () => {
    const { clock, market, start, states } = setUp({
      paper: listOnly,
      wrap: (inner) => ({
        ...inner,
        purchase: async () => {
          await clock.sleep(10 * MINUTE);
          throw new NumrouteError('OUTCOME_UNKNOWN', 'too slow', {});
        },
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(45_000);
    expect(await states()).toEqual(['unknown reserved']);
    await market.shop.purchase({ ...want });
    await clock.advance(MINUTE);
    expect(await states()).toEqual(['open held']);
    await clock.runUntil(router.close());
  });
});

const never = (): never => {
  throw new Error('a purchase has a lane');
};
