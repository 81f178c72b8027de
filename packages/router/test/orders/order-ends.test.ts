import { NumrouteError, type Order, type OrderReport } from '@numroute/core';
import type { RouterEvent } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import { maxPrice, setUp, told, want } from '../support/stall.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const denial = new NumrouteError('UNKNOWN_ORDER', 'NO_ACTIVATION', { id: 'x' });

/** The vendor answers a look at an order with `denial` while `is.denying` is true, and counts what it is asked. */
function denying() {
  const is = { denying: false, silent: false, looks: 0, refusing: false, cancels: 0 };
  const stage = setUp({
    wrap: (inner) => ({
      ...inner,
      cancelOrder: async (id, call) => {
        is.cancels += 1;
        if (is.refusing) throw new NumrouteError('WRONG_STATE', 'too late', { final: true });
        if (!inner.cancelOrder) throw new TypeError('paper cancels');
        return await inner.cancelOrder(id, call);
      },
    }),
    paper: {
      fault: (operation) => {
        if (operation !== 'fetchOrder') return undefined;
        is.looks += 1;
        if (is.silent) return new NumrouteError('UNAVAILABLE', 'no answer', {});
        return is.denying ? denial : undefined;
      },
    },
  });
  return { ...stage, is };
}

/** The vendor answers each cancel with what `answer` says; undefined: as it truly does. */
function answering(answer: (asked: number) => NumrouteError | Partial<OrderReport> | undefined) {
  const asked: number[] = [];
  const stage = setUp({
    wrap: (inner) => ({
      ...inner,
      cancelOrder: async (id, call) => {
        if (!inner.cancelOrder) throw new TypeError('paper cancels');
        asked.push(stage.clock.monotonic());
        const said = answer(asked.length);
        if (said instanceof NumrouteError) throw said;
        return said ? { id, status: 'open', messages: [], ...said } : await inner.cancelOrder(id, call);
      },
    }),
  });
  return { ...stage, asked };
}

describe('an order that its vendor denies', () => {
  test('for two minutes is still open, and its code comes', async () => {
    const { clock, market, start, is } = denying();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    const seen: Order[] = [];
    const watching = (async () => {
      for await (const one of router.watch(order)) seen.push(one);
    })();
    await clock.advance(10 * SECOND);
    is.denying = true;
    await clock.advance(2 * MINUTE);
    is.denying = false;
    market.receiveSms(order.id, 'code 1234');
    await clock.runUntil(watching);
    expect(seen.map(({ status }) => status)).toEqual(['open', 'delivered']);
    await clock.runUntil(router.close());
  });

  test('for longer is gone, and is asked for until its life is over: the code is kept', async () => {
    const { clock, market, start, states, is } = denying();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of router.watch(order));
    })();
    await clock.advance(4 * MINUTE);
    await clock.runUntil(watching);
    expect(await states()).toEqual(['gone doubtful']);
    is.denying = false;
    market.receiveSms(order.id, 'code 1234');
    await clock.advance(MINUTE);
    expect(await states()).toEqual(['delivered spent']);
    await clock.runUntil(router.close());
  });

  test('is asked for until its life is over, also where our clock is ahead of the vendor', async () => {
    const { clock, market, start, states, is } = denying();
    const router = start({ clock: { ...clock, now: () => clock.now() + 5 * MINUTE } });
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of router.watch(order));
    })();
    await clock.advance(17 * MINUTE);
    await clock.runUntil(watching);
    expect(await states()).toEqual(['gone doubtful']);
    is.denying = false;
    market.receiveSms(order.id, 'code 1234');
    await clock.advance(MINUTE);
    expect(await states()).toEqual(['delivered spent']);
    await clock.runUntil(router.close());
  });

  test('for longer, and across a restart, is asked for again', async () => {
    const { clock, market, start, states, is } = denying();
    const first = start();
    const order = await clock.runUntil(first.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of first.watch(order));
    })();
    await clock.advance(4 * MINUTE);
    await clock.runUntil(watching);
    await clock.runUntil(first.close());
    is.denying = false;
    market.receiveSms(order.id, 'code 1234');
    const second = start();
    await clock.runUntil(second.recover());
    await clock.advance(MINUTE);
    expect(await states()).toEqual(['delivered spent']);
    await clock.runUntil(second.close());
  });

  test('and that is open again afterwards is cancelled before it ends', async () => {
    const { clock, market, start, states, is } = denying();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of router.watch(order));
    })();
    await clock.advance(4 * MINUTE);
    await clock.runUntil(watching);
    is.denying = false;
    await clock.advance(12 * MINUTE);
    expect(market.orders.map(({ status }) => status)).toEqual(['open']);
    await clock.advance(4 * MINUTE);
    expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
    expect((await states())[0]).toMatch(/^cancelled/);
    await clock.runUntil(router.close());
  });

  test('and that is open again is cancelled before it ends, also if its vendor answers no look by then', async () => {
    const { clock, market, start, is } = denying();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of router.watch(order));
    })();
    await clock.advance(4 * MINUTE);
    await clock.runUntil(watching);
    is.denying = false;
    await clock.advance(12 * MINUTE);
    is.silent = true;
    await clock.advance(4 * MINUTE);
    expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('and that its vendor will not take back is asked to be cancelled once', async () => {
    const { clock, start, is } = denying();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of router.watch(order));
    })();
    await clock.advance(4 * MINUTE);
    await clock.runUntil(watching);
    is.denying = false;
    is.refusing = true;
    await clock.advance(16 * MINUTE);
    expect(is.cancels).toBe(1);
    await clock.runUntil(router.close());
  });

  test('and that is open again after a start of the machine is cancelled before it ends', async () => {
    const { clock, journal, market, start, is } = denying();
    let boot = 1;
    let startedAt = 0;
    const uptime = () => ({ boot: `boot-${boot}`, ms: clock.monotonic() - startedAt });
    const first = start({ journal: { ...journal, uptime } });
    const order = await clock.runUntil(first.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of first.watch(order));
    })();
    await clock.advance(4 * MINUTE);
    await clock.runUntil(watching);
    await clock.runUntil(first.close());
    is.denying = false;
    await clock.advance(MINUTE);
    boot = 2;
    startedAt = clock.monotonic();
    const second = start({ journal: { ...journal, uptime } });
    await clock.runUntil(second.recover());
    await clock.advance(14 * MINUTE);
    expect(market.orders.map(({ status }) => status)).toEqual(['cancelled']);
    await clock.runUntil(second.close());
  });

  test('for ever is asked for once a minute, and no longer than it lives', async () => {
    const { clock, start, is } = denying();
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    is.denying = true;
    const watching = (async () => {
      for await (const _ of router.watch(order));
    })();
    await clock.advance(4 * MINUTE);
    await clock.runUntil(watching);
    is.looks = 0;
    await clock.advance(60 * MINUTE);
    expect(is.looks).toBeGreaterThan(12);
    expect(is.looks).toBeLessThan(20);
    await clock.runUntil(router.close());
  });
});

describe('a cancel that is insisted on', () => {
  test('is asked for ever more rarely where the vendor refuses without a time', async () => {
    const { clock, start, asked } = answering(() => new NumrouteError('WRONG_STATE', 'NO', {}));
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(told(router.cancel(order, { insist: true })));
    await clock.advance(10 * MINUTE);
    const pauses = asked.slice(1).map((at, place) => Math.round((at - (asked[place] ?? 0)) / SECOND));
    expect(pauses.slice(0, 5)).toEqual([5, 10, 20, 40, 60]);
    expect(Math.max(...pauses)).toBe(60);
    await clock.runUntil(router.close());
  });

  test('is asked every ten minutes once the order has outlived its time', async () => {
    const asked: number[] = [];
    // The vendor calls the order open long after its life, and refuses each cancel.
    const { clock, start } = setUp({
      wrap: (inner) => ({
        ...inner,
        fetchOrder: async (id) => ({ id, status: 'open', messages: [] }),
        cancelOrder: async () => {
          asked.push(clock.monotonic());
          throw new NumrouteError('WRONG_STATE', 'NO', {});
        },
      }),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(told(router.cancel(order, { insist: true })));
    await clock.advance(25 * MINUTE);
    const within = asked.length;
    expect(within).toBeLessThan(27);
    await clock.advance(60 * MINUTE);
    expect(asked.length - within).toBe(6);
    await clock.runUntil(router.close());
  });

  test('waits as long as the vendor told, also for more than a minute', async () => {
    const { clock, start, asked, sold } = answering((times) =>
      times === 1 ? new NumrouteError('WRONG_STATE', 'EARLY', { retryAfterMs: 2 * MINUTE }) : undefined,
    );
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(told(router.cancel(order, { insist: true })));
    await clock.advance(119 * SECOND);
    expect(asked).toHaveLength(1);
    await clock.advance(2 * SECOND);
    expect(asked).toHaveLength(2);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('is asked for once more in time where the vendor tells a wait that is longer than the order lives', async () => {
    const asked: number[] = [];
    const { clock, start, sold } = setUp({
      world: { lifetimeMs: 4 * MINUTE },
      wrap: (inner) => ({
        ...inner,
        cancelOrder: async (id, call) => {
          asked.push(clock.monotonic());
          if (asked.length > 1) return (await inner.cancelOrder?.(id, call)) ?? expect.fail();
          throw new NumrouteError('WRONG_STATE', 'EARLY', { retryAfterMs: 2 * MINUTE });
        },
      }),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.advance(119 * SECOND);
    await clock.runUntil(told(router.cancel(order, { insist: true })));
    await clock.advance(65 * SECOND);
    expect(asked.map((at) => Math.round(at / SECOND))).toEqual([119, 180]);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('waits no longer where the clock was set forward during the purchase', async () => {
    let aheadMs = 0;
    const timeless = <R extends OrderReport>({ cancelAfter: _untold, ...report }: R) => report;
    const { clock, start, sold } = setUp({
      world: { cancelAfterMs: 2 * MINUTE },
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call) => {
          const receipt = await inner.purchase(offer, call);
          aheadMs = 60 * MINUTE;
          return timeless(receipt);
        },
        fetchOrder: async (id, call) => timeless(await inner.fetchOrder(id, call)),
      }),
    });
    const router = start({ clock: { ...clock, now: () => clock.now() + aheadMs } });
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(told(router.cancel(order, { insist: true })));
    await clock.advance(4 * MINUTE);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('is not asked again where the vendor refused for good, and a code that comes is kept', async () => {
    const { clock, market, start, states, asked } = answering(
      () => new NumrouteError('WRONG_STATE', 'FREE_CANCELLATION_EXPIRED', { final: true }),
    );
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    const first = await clock.runUntil(told(router.cancel(order, { insist: true })));
    expect(first.error).toMatchObject({ code: 'WRONG_STATE', details: { final: true } });
    await clock.advance(10 * MINUTE);
    const again = await clock.runUntil(told(router.cancel(order)));
    expect(again.error).toMatchObject({ code: 'WRONG_STATE', details: { final: true } });
    expect(asked).toHaveLength(1);
    market.receiveSms(order.id, 'code 1234');
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['delivered spent']);
    await clock.runUntil(router.close());
  });

  test('that was refused for good is not asked again, although no look at it succeeds', async () => {
    let asked = 0;
    const { clock, start } = setUp({
      wrap: (inner) => ({
        ...inner,
        cancelOrder: async () => {
          asked += 1;
          throw new NumrouteError('WRONG_STATE', 'FREE_CANCELLATION_EXPIRED', { final: true });
        },
        fetchOrder: async () => {
          throw new NumrouteError('UNAVAILABLE', 'busy', {});
        },
      }),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    const first = await clock.runUntil(told(router.cancel(order, { insist: true })));
    expect(first.error).toMatchObject({ code: 'WRONG_STATE', details: { final: true } });
    await clock.advance(5 * MINUTE);
    await clock.runUntil(told(router.cancel(order)));
    expect(asked).toBe(1);
    await clock.runUntil(router.close());
  });

  test('that was refused for good is not asked again after a restart', async () => {
    const { clock, start, asked } = answering(
      () => new NumrouteError('WRONG_STATE', 'FREE_CANCELLATION_EXPIRED', { final: true }),
    );
    const first = start();
    const order = await clock.runUntil(first.buy(want, { maxPrice }));
    await clock.runUntil(told(first.cancel(order, { insist: true })));
    await clock.runUntil(first.close());
    const second = start();
    await clock.runUntil(second.recover());
    await clock.advance(5 * MINUTE);
    expect(asked).toHaveLength(1);
    await clock.runUntil(second.close());
  });

  test('pauses where the vendor takes the cancel and still calls the order open', async () => {
    const { clock, start, asked } = answering((times) => (times < 4 ? { status: 'open' } : undefined));
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(told(router.cancel(order, { insist: true })));
    await clock.advance(MINUTE);
    expect(asked).toHaveLength(4);
    expect(asked.map((at) => at - (asked[0] ?? 0))).toEqual([0, 5_000, 10_000, 15_000]);
    await clock.runUntil(router.close());
  });
});

describe('an odd answer to one cancel', () => {
  const odd = new NumrouteError('UNREADABLE', 'ALREADY_CANCELLED', {});

  test('makes the router look at that order, and leaves the vendor in the market', async () => {
    const events: RouterEvent[] = [];
    const { clock, market, start } = answering(() => odd);
    const router = start({ onEvent: (event) => events.push(event) });
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    // The vendor had cancelled it: its answer alone was odd.
    await market.shop.cancelOrder(order.id);
    expect(await clock.runUntil(router.cancel(order))).toMatchObject({ status: 'cancelled' });
    expect(events.filter(({ type }) => type === 'provider-cooled')).toEqual([]);
    const { ranked } = await clock.runUntil(router.quote(want));
    expect(ranked.length).toBeGreaterThan(0);
    await clock.runUntil(router.close());
  });

  test('about speed or the key is about the account', async () => {
    const events: RouterEvent[] = [];
    const { clock, start } = answering(() => new NumrouteError('RATE_LIMITED', 'SLOW DOWN', {}));
    const router = start({ onEvent: (event) => events.push(event) });
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(told(router.cancel(order)));
    expect(events.filter(({ type }) => type === 'provider-cooled')).toHaveLength(1);
    await clock.runUntil(router.close());
  });
});

describe('the wait that a vendor asks for', () => {
  const wait = async (retryAfterMs: number): Promise<number> => {
    const until: number[] = [];
    const limited = new NumrouteError('RATE_LIMITED', 'SLOW DOWN', { retryAfterMs });
    const { clock, start } = setUp({
      paper: { fault: (operation) => (operation === 'listOffers' ? limited : undefined) },
    });
    const router = start({
      onEvent: (event) => {
        if (event.type === 'provider-cooled') until.push(event.untilMs - clock.now());
      },
    });
    await clock.runUntil(router.quote(want));
    await clock.runUntil(router.close());
    return until[0] ?? Number.NaN;
  };

  test.each([
    [999_999_000, 3_600_000],
    [60_000, 60_000],
    [0, 30_000],
  ])('%i ms is kept as %i ms', async (asked, kept) => {
    expect(await wait(asked)).toBe(kept);
  });
});

describe('a list that cannot be read', () => {
  const odd = new NumrouteError('UNREADABLE', 'country is strange', {});
  const router = (isOdd: (country: string | undefined) => boolean) => {
    const asked: (string | undefined)[] = [];
    const stage = setUp({
      wrap: (inner) => ({
        ...inner,
        listOffers: async (query, call) => {
          asked.push(query.country);
          if (isOdd(query.country)) throw odd;
          return await inner.listOffers(query, call);
        },
      }),
    });
    return { ...stage, router: stage.start(), asked };
  };

  test('for one country leaves the vendor in the market for the others', async () => {
    const { clock, router: shop, asked } = router((country) => country === 'DE');
    const german = await clock.runUntil(shop.quote({ service: 'telegram', country: 'DE' }));
    expect(german.silent.map(({ error }) => error.code)).toEqual(['UNREADABLE']);
    expect((await clock.runUntil(shop.buy(want, { maxPrice }))).status).toBe('open');
    // The list itself rests meanwhile.
    await clock.runUntil(shop.quote({ service: 'telegram', country: 'DE' }));
    expect(asked.filter((country) => country === 'DE')).toHaveLength(1);
    await clock.advance(31 * SECOND);
    await clock.runUntil(shop.quote({ service: 'telegram', country: 'DE' }));
    expect(asked.filter((country) => country === 'DE')).toHaveLength(2);
    await clock.runUntil(shop.close());
  });

  test('of everything rests the vendor', async () => {
    const { clock, events, router: shop } = router(() => true);
    await clock.runUntil(shop.quote({}));
    expect(events.filter(({ type }) => type === 'provider-cooled')).toHaveLength(1);
    await clock.runUntil(shop.close());
  });
});

test('a watch that goes on after the router has closed leaves no timer behind', async () => {
  const { clock, start } = setUp();
  const router = start();
  const order = await clock.runUntil(router.buy(want, { maxPrice }));
  await clock.runUntil(router.cancel(order));
  const watch = router.watch(order, { until: 'refunded', forMs: 60 * MINUTE })[Symbol.asyncIterator]();
  await clock.runUntil(watch.next());
  await clock.runUntil(router.close());
  expect((await clock.runUntil(told(watch.next()))).error?.code).toBe('CLOSED');
  expect(clock.pending).toBe(0);
});
