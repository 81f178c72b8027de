import { type Call, NumrouteError, type OrderReport, type Provider, type PurchaseCall } from '@numroute/core';
import type { PaperOptions } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const asked = { maxPrice, key: 'k' };

type Find = NonNullable<Provider['findOrder']>;

/** A vendor that takes names, with what else it has. */
const taking = (
  ...more: readonly ('listOpenOrders' | 'fetchBalance')[]
): Pick<PaperOptions, 'capabilities'> => ({
  capabilities: ['findOrder', 'cancelOrder', ...more],
});

/** The vendor's lookup, done otherwise; it tells what it was asked for. */
const finding =
  (find: (inner: Find, attempt: string, call: Call) => Promise<OrderReport>, names: string[] = []) =>
  (inner: Provider): Provider => ({
    ...inner,
    findOrder: async (attempt: string, call: Call) => {
      names.push(attempt);
      if (!inner.findOrder) throw new TypeError('this vendor has it');
      return await find(inner.findOrder, attempt, call);
    },
  });

const unknown = (id: string): NumrouteError => new NumrouteError('UNKNOWN_ORDER', 'no such name', { id });

describe('a purchase whose reply was lost, at a vendor that takes names', () => {
  test('is found by its name at once, and handed over', async () => {
    const names: string[] = [];
    const { clock, market, journal, start, states } = setUp({
      paper: { ...taking('fetchBalance'), fault: lost('after') },
      wrap: finding((find, attempt, call) => find(attempt, call), names),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { ...asked, settleForMs: 0 }));
    expect(order.id).toBe(market.orders[0]?.id);
    const [entry] = await journal.list({});
    expect(names).toEqual([entry?.id]);
    expect(market.orders[0]?.attempt).toBe(entry?.id);
    expect(await states()).toEqual(['open held']);
    await clock.runUntil(router.close());
  });

  test('is found among others of the same kind, which a list could not tell apart', async () => {
    const { clock, market, start, journal } = setUp({
      paper: { ...taking('listOpenOrders'), fault: lost('after') },
    });
    // Somebody buys the same at the same account, by hand.
    await market.shop.purchase(want);
    const router = start({ sharedAccounts: ['one'] });
    const order = await clock.runUntil(router.buy(want, asked));
    expect(order.id).toBe(market.orders[1]?.id);
    expect((await journal.list({})).map(({ state }) => state)).toEqual(['open']);
    await clock.runUntil(router.close());
  });

  test.each([
    ['and no balance: absent after the settle time', taking(), 'absent free'],
    ['and a balance that agrees: absent', taking('fetchBalance'), 'absent free'],
    ['and a list that agrees: absent', taking('listOpenOrders'), 'absent free'],
  ])('is not known by its name, %s', async (_, paper, state) => {
    const { clock, start, states, sold } = setUp({ paper: { ...paper, fault: lost('before') } });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(2.5 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(1.5 * MINUTE);
    expect(await states()).toEqual([state]);
    expect(sold()).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('is not absent by its name where the balance shows the charge, and is found when the name is known', async () => {
    let isLate = true;
    const { clock, start, states, sold } = setUp({
      paper: { ...taking('fetchBalance'), fault: lost('after') },
      wrap: finding(async (find, attempt, call) => {
        if (isLate) throw unknown(attempt);
        return await find(attempt, call);
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(6 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    isLate = false;
    await clock.advance(MINUTE);
    expect(await states()).toEqual(['open held']);
    expect(sold()).toEqual(['open']);
    await clock.runUntil(router.close());
  });

  test('and whose list has what fits is neither adopted from it nor absent', async () => {
    const { clock, market, start, states } = setUp({
      paper: { ...taking('listOpenOrders'), fault: lost('before') },
    });
    const router = start();
    const buying = told(router.buy(want, asked));
    await market.shop.purchase(want);
    await clock.runUntil(buying);
    await clock.advance(10 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.runUntil(router.close());
  });

  test('is not taken for the order of another attempt, whatever the vendor says', async () => {
    const { clock, market, start, states } = setUp({
      paper: { ...taking(), fault: lost('before', 2) },
      wrap: finding(async () => {
        const [first] = await market.shop.listOpenOrders();
        if (!first) throw new TypeError('something was bought');
        const { attempt: _named, ...report } = first;
        return report;
      }),
    });
    const router = start();
    await clock.runUntil(router.buy(want, asked));
    await clock.runUntil(told(router.buy(want, { maxPrice })));
    await clock.advance(10 * MINUTE);
    expect(await states()).toEqual(['open held', 'unknown reserved']);
    await clock.runUntil(router.close());
  });

  test('is not taken for an order that names another purchase', async () => {
    const { clock, start, states } = setUp({
      paper: { ...taking(), fault: lost('after') },
      wrap: finding(async (find, attempt, call) => ({ ...(await find(attempt, call)), attempt: 'another' })),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(10 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.runUntil(router.close());
  });

  test('is not taken for an order of another time, where the vendor does not tell the name', async () => {
    const { clock, market, start, states, sold } = setUp({
      paper: { ...taking(), fault: lost('before') },
      wrap: finding(async () => {
        // It looks at no name.
        const [first] = await market.shop.listOpenOrders();
        if (!first) throw new TypeError('something was bought');
        return first;
      }),
    });
    // Somebody buys the same at the same account, by hand.
    await market.shop.purchase(want);
    await clock.advance(5 * MINUTE);
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(10 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    expect(sold()).toEqual(['open']);
    await clock.runUntil(router.close());
  });

  test('whose lookup cannot be had for long is looked for in the list', async () => {
    const { clock, start, states } = setUp({
      paper: { ...taking('listOpenOrders'), fault: lost('after') },
      wrap: finding(async () => {
        throw new NumrouteError('UNAVAILABLE', 'busy', {});
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(1.5 * MINUTE);
    expect(await states()).not.toEqual(['unknown reserved']);
    await clock.runUntil(router.close());
  });

  test('and whose lookup cannot be had is not absent where nobody else can tell', async () => {
    const { clock, start, states } = setUp({
      paper: { ...taking(), fault: lost('before') },
      wrap: finding(async () => {
        throw new NumrouteError('UNREADABLE', 'a page', {});
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(20 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(20 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    await clock.runUntil(router.close());
  });
});

describe('an order that is found by its name', () => {
  test('and is over is handed over with its end, and its refund is looked for', async () => {
    const { clock, market, start, states } = setUp({
      paper: { ...taking('fetchBalance'), fault: lost('after') },
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call: PurchaseCall) =>
          await inner.purchase(offer, call).catch(async (error: unknown) => {
            await market.shop.cancelOrder(market.orders.at(-1)?.id ?? '');
            throw error;
          }),
      }),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, asked));
    expect(order).toMatchObject({ status: 'cancelled', refund: 'promised' });
    expect(await states()).toEqual(['cancelled due']);
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['cancelled returned']);
    // The account is open again.
    expect((await clock.runUntil(router.buy(want, { maxPrice }))).status).toBe('open');
    await clock.runUntil(router.close());
  });

  test('is given up where it is of another country', async () => {
    const elsewhere = (report: OrderReport): OrderReport => ({ ...report, phone: '+551199998888' });
    const { clock, events, start, sold } = setUp({
      paper: { ...taking(), fault: lost('after') },
      wrap: finding(async (find, attempt, call) => elsewhere(await find(attempt, call))),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    expect(events.map(({ type }) => type)).toContain('order-differs');
    expect(sold()).toContain('cancelled');
    await clock.runUntil(router.close());
  });

  test('is given up where it cost more than was agreed', async () => {
    const { clock, start, sold } = setUp({
      paper: { ...taking(), fault: lost('after') },
      wrap: finding(async (find, attempt, call) => ({
        ...(await find(attempt, call)),
        price: { amount: '1.5', currency: 'USD' },
      })),
    });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error).toBeDefined();
    expect(sold()[0]).toBe('cancelled');
    await clock.runUntil(router.close());
  });

  test('after a restart is given up where nobody asks for it', async () => {
    let isDeaf = true;
    const { clock, start, states, sold } = setUp({
      paper: { ...taking(), fault: lost('after') },
      wrap: finding(async (find, attempt, call) => {
        if (isDeaf) throw new NumrouteError('UNAVAILABLE', 'busy', {});
        return await find(attempt, call);
      }),
    });
    const first = start();
    await clock.runUntil(told(first.buy(want, asked)));
    await clock.runUntil(first.close());
    expect(await states()).toEqual(['unknown reserved']);
    isDeaf = false;
    const router = start();
    await clock.runUntil(router.recover());
    expect(await states()).toEqual(['open held']);
    await clock.advance(10 * MINUTE);
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });
});
