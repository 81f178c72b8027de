import {
  type Call,
  money,
  NumrouteError,
  type OrderReport,
  type Period,
  type Provider,
  type PurchaseCall,
} from '@numroute/core';
import type { PaperOptions } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { listing, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const asked = { maxPrice, key: 'k' };
const dearer = money('0.12', 'USD');

type History = NonNullable<Provider['listHistory']>;

/** A vendor that keeps a history, with what else it has. */
const keeping = (
  ...more: readonly ('listOpenOrders' | 'fetchBalance' | 'findOrder')[]
): Pick<PaperOptions, 'capabilities'> => ({ capabilities: ['listHistory', 'cancelOrder', ...more] });

/** Its history, told otherwise; it keeps what it was asked for. */
const telling =
  (tell: (rows: readonly OrderReport[]) => readonly OrderReport[], periods: Period[] = []) =>
  (inner: Provider): Provider => ({
    ...inner,
    listHistory: async (period: Period, call: Call) => {
      periods.push(period);
      const history = inner.listHistory as History;
      return tell(await history(period, call));
    },
  });

const same = (rows: readonly OrderReport[]): readonly OrderReport[] => rows;

describe('a purchase whose reply was lost, at a vendor that keeps a history', () => {
  test('and whose order ran out is known by its end, once none of it can live', async () => {
    const periods: Period[] = [];
    const { clock, market, journal, start, states } = setUp({
      paper: { ...keeping(), fault: lost('after') },
      wrap: telling(same, periods),
    });
    const router = start();
    const sentAt = clock.now();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(20 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    expect(periods).toEqual([]);
    await clock.advance(5 * MINUTE);
    expect(await states()).toEqual(['expired due']);
    const [entry] = await journal.list({});
    expect(entry?.order).toMatchObject({ id: market.orders[0]?.id, refund: 'promised' });
    expect(periods).toEqual([{ from: sentAt - 2 * MINUTE, to: sentAt + 135_000 + 2 * MINUTE }]);
    await clock.runUntil(router.close());
  });

  test.each([
    ['the balance alone', keeping('fetchBalance'), (inner: Provider) => inner, MINUTE],
    // It is looked for in the list as long as it may live.
    ['list and balance', keeping('fetchBalance', 'listOpenOrders'), listing(() => undefined), 21 * MINUTE],
  ])(
    'and whose order was done is spent, as its row says; %s wait for no history',
    async (_, paper, wrap, lostAfter) => {
      const { clock, market, journal, start, states } = setUp({
        paper: { ...paper, fault: lost('after') },
        wrap: (inner) => telling((rows) => rows.map((row) => ({ ...row, price: dearer })))(wrap(inner)),
      });
      const router = start();
      await clock.runUntil(told(router.buy(want, asked)));
      const { id = '' } = market.orders[0] ?? {};
      market.receiveSms(id, 'code 4711');
      await market.shop.finishOrder(id);
      // As at a vendor that keeps none: the account buys again.
      await clock.advance(lostAfter);
      expect(await states()).toEqual(['lost reserved']);
      expect((await clock.runUntil(router.buy(want, { maxPrice }))).status).toBe('open');
      await clock.advance(24 * MINUTE);
      expect((await states())[0]).toBe('finished spent');
      const [entry] = await journal.list({});
      expect(entry?.order?.paid).toEqual(dearer);
      expect(entry?.order?.messages).toMatchObject([{ code: '4711' }]);
      await clock.runUntil(router.close());
    },
  );

  test('and whose money was decided before the history knew it stays as it is', async () => {
    let isLate = true;
    const { clock, start, states } = setUp({
      paper: { ...keeping('fetchBalance'), fault: lost('after') },
      wrap: telling((rows) => (isLate ? [] : rows)),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(25 * MINUTE);
    expect(await states()).toEqual(['lost returned']);
    isLate = false;
    await clock.advance(30 * MINUTE);
    expect(await states()).toEqual(['lost returned']);
    await clock.runUntil(router.close());
  });

  test('and that is disputed is amended by a row that comes minutes late', async () => {
    let isLate = true;
    const { clock, start, states, market } = setUp({
      paper: { ...keeping('listOpenOrders'), fault: lost('after') },
      wrap: (inner) => ({
        ...telling((rows) => (isLate ? [] : rows))(inner),
        listOpenOrders: async () =>
          ['1', '2'].map((id) => ({ ...want, id, phone: `+3725550000${id}`, status: 'open', messages: [] })),
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    await clock.advance(21 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    isLate = false;
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['expired due']);
    expect(market.orders).toHaveLength(1);
    await clock.runUntil(router.close());
  });

  test('and is not found there is looked for six times in each state, and stays what it was', async () => {
    const periods: Period[] = [];
    const { clock, start, states } = setUp({
      paper: { ...keeping(), fault: lost('after') },
      wrap: telling(() => [], periods),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(32 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    expect(periods).toHaveLength(6);
    await clock.advance(60 * MINUTE);
    expect(await states()).toEqual(['lost reserved']);
    expect(periods).toHaveLength(12);
    await clock.runUntil(router.close());
  });

  test.each<[string, (row: OrderReport) => readonly OrderReport[]]>([
    ['two rows fit', (row) => [row, { ...row, id: 'another' }]],
    ['the row tells no time', ({ orderedAt: _unsaid, ...row }) => [row]],
    ['the row tells no service', ({ service: _unsaid, ...row }) => [row]],
    ['the row tells no country', ({ country: _unsaid, ...row }) => [row]],
    ['the row is of another service', (row) => [{ ...row, service: 'whatsapp' }]],
    ['the row is of another country', (row) => [{ ...row, country: 'GB' }]],
    ['the row is of another time', (row) => [{ ...row, orderedAt: (row.orderedAt ?? 0) + 5 * MINUTE }]],
    ['the row names another purchase', (row) => [{ ...row, attempt: 'another' }]],
    ['the row says that the order is open', (row) => [{ ...row, status: 'open' }]],
  ])('is not taken for a row of it where %s', async (_, change) => {
    const { clock, start, states } = setUp({
      paper: { ...keeping(), fault: lost('after') },
      wrap: telling((rows) => rows.flatMap(change)),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(30 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(10 * MINUTE);
    expect(await states()).toEqual(['lost reserved']);
    await clock.runUntil(router.close());
  });

  test('is not taken for the order of another attempt', async () => {
    const { clock, start, states } = setUp({
      paper: { ...keeping(), fault: lost('before', 2) },
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, asked));
    await clock.runUntil(router.cancel(order));
    await clock.runUntil(told(router.buy(want, { maxPrice })));
    await clock.advance(30 * MINUTE);
    expect(await states()).toEqual(['cancelled due', 'unknown reserved']);
    await clock.runUntil(router.close());
  });

  test('is not taken for what an earlier purchase may have bought, which was proven absent', async () => {
    let nth = 0;
    let isDeaf = false;
    // By its clock, which is ahead of ours, the order of the first purchase may be that of the second.
    const ahead = (inner: Provider): Provider => ({
      ...inner,
      listHistory: async (_, call: Call) => {
        const rows = await (inner.listHistory as History)({ from: 0, to: clock.now() }, call);
        return rows.map((row) => ({ ...row, orderedAt: (row.orderedAt ?? 0) + 100_000 }));
      },
    });
    const { clock, market, start, states } = setUp({
      paper: {
        ...keeping('listOpenOrders'),
        fault: (operation) => {
          if (operation === 'listOpenOrders' && isDeaf) return new NumrouteError('UNAVAILABLE', 'busy', {});
          if (operation !== 'purchase') return undefined;
          nth += 1;
          return nth === 1 ? 'lost-reply' : new NumrouteError('OUTCOME_UNKNOWN', 'reset', {});
        },
      },
      wrap: (inner) => ahead(cancelling(inner)),
    });
    const cancelling = (inner: Provider): Provider => ({
      ...inner,
      purchase: async (offer, call: PurchaseCall) =>
        await inner.purchase(offer, call).catch(async (error: unknown) => {
          if (nth === 1) await market.shop.cancelOrder(market.orders[0]?.id ?? '');
          throw error;
        }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    while ((await states())[0] !== 'absent free') await clock.advance(5_000);
    isDeaf = true;
    await clock.runUntil(told(router.buy(want, { maxPrice })));
    await clock.advance(45 * MINUTE);
    expect(await states()).toEqual(['absent free', 'disputed reserved']);
    await clock.runUntil(router.close());
  });

  test('is not looked for there where others buy at the account, or where orders are found by name', async () => {
    for (const [paper, options] of [
      [keeping(), { sharedAccounts: ['one'] }],
      [keeping('findOrder'), {}],
    ] as const) {
      const periods: Period[] = [];
      const { clock, start } = setUp({
        paper: { ...paper, fault: lost('before') },
        wrap: telling(same, periods),
      });
      const router = start(options);
      await clock.runUntil(told(router.buy(want, asked)));
      await clock.advance(40 * MINUTE);
      expect(periods).toEqual([]);
      await clock.runUntil(router.close());
    }
  });

  test('and whose history cannot be had is as where there is none', async () => {
    const { clock, start, states } = setUp({
      paper: { ...keeping(), fault: lost('after') },
      wrap: telling(() => {
        throw new Error('a page');
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(40 * MINUTE);
    expect(await states()).toEqual(['lost reserved']);
    await clock.runUntil(router.close());
  });

  test.each([
    ['unknown', 0],
    ['lost', 36 * MINUTE],
  ])('after a pause of hours is known by its end: it was %s', async (state, ranMs) => {
    let isLate = true;
    const { clock, start, states } = setUp({
      paper: { ...keeping(), fault: lost('after') },
      wrap: telling((rows) => (isLate ? [] : rows)),
    });
    const first = start();
    await clock.runUntil(told(first.buy(want, { ...asked, settleForMs: 0 })));
    await clock.advance(ranMs);
    await clock.runUntil(first.close());
    expect(await states()).toEqual([`${state} reserved`]);
    await clock.advance(300 * MINUTE);
    isLate = false;
    const router = start();
    await clock.runUntil(router.recover());
    await clock.advance(1000);
    expect(await states()).toEqual(['expired due']);
    await clock.runUntil(router.close());
  });

  test('days ago is looked for no more', async () => {
    const periods: Period[] = [];
    const { clock, start } = setUp({
      paper: { ...keeping(), fault: lost('after') },
      wrap: telling(same, periods),
    });
    const first = start();
    await clock.runUntil(told(first.buy(want, { ...asked, settleForMs: 0 })));
    await clock.runUntil(first.close());
    await clock.advance(1500 * MINUTE);
    const router = start();
    await clock.runUntil(router.recover());
    await clock.advance(30 * MINUTE);
    expect(periods).toEqual([]);
    await clock.runUntil(router.close());
  });
});
