import { type Call, NumrouteError, type OrderReport, type Provider, type Receipt } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { deafList, listing, listOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const asked = { maxPrice, key: 'k' };

const phoneless = <T extends OrderReport>({ phone: _unread, ...report }: T): Omit<T, 'phone'> => report;

interface Mumbling {
  readonly receipt: (receipt: Receipt) => Receipt;
  readonly report?: (report: OrderReport, nth: number) => OrderReport;
  readonly row?: (report: OrderReport) => OrderReport;
}

/** A vendor that says something else than paper does, of every order. */
const mumbling =
  ({ receipt, report = (same) => same, row = (same) => same }: Mumbling, looks: string[] = []) =>
  (inner: Provider): Provider => ({
    ...listing(row)(inner),
    purchase: async (offer, call) => receipt(await inner.purchase(offer, call)),
    fetchOrder: async (id: string, call: Call) => {
      looks.push(id);
      return report(await inner.fetchOrder(id, call), looks.length);
    },
  });

/** The receipt, and nothing else, tells no phone. */
const silent = { receipt: phoneless };

/** Nobody ever tells a phone. */
const mute = { receipt: phoneless, report: phoneless, row: phoneless };

const noList = { capabilities: ['fetchBalance', 'cancelOrder'] } as const;

describe('an order whose receipt tells no phone', () => {
  test('is the buyer’s as soon as a look tells it', async () => {
    const looks: string[] = [];
    const { clock, start, events, market } = setUp({
      paper: noList,
      wrap: mumbling({ ...silent, report: (report, nth) => (nth < 3 ? phoneless(report) : report) }, looks),
    });
    const router = start();
    const began = clock.now();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    expect(order).toMatchObject({ status: 'open', phone: market.orders[0]?.phone });
    expect([looks.length, clock.now() - began]).toEqual([3, 3_000]);
    expect(events.filter(({ type }) => type === 'order-differs')).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('is the buyer’s as soon as the list of open orders tells it', async () => {
    const { clock, start, market } = setUp({ wrap: mumbling({ ...mute, row: (row) => row }) });
    const router = start();
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    expect(order.phone).toBe(market.orders[0]?.phone);
    await clock.runUntil(router.close());
  });

  test('is the buyer’s although the vendor does not know it at first', async () => {
    let looks = 0;
    const { clock, start, market } = setUp({
      paper: noList,
      wrap: (inner) => ({
        ...mumbling(silent)(inner),
        fetchOrder: async (id, call) => {
          looks += 1;
          if (looks < 3) throw new NumrouteError('UNKNOWN_ORDER', 'no such order', { id });
          return await inner.fetchOrder(id, call);
        },
      }),
    });
    const router = start();
    expect(await clock.runUntil(router.buy(want, { maxPrice }))).toMatchObject({
      status: 'open',
      phone: market.orders[0]?.phone,
    });
    await clock.runUntil(router.close());
  });

  test('costs no request more where the receipt tells it', async () => {
    const looks: string[] = [];
    const { clock, start } = setUp({ wrap: mumbling({ receipt: (same) => same }, looks) });
    const router = start();
    await clock.runUntil(router.buy(want, { maxPrice }));
    expect(looks).toEqual([]);
    await clock.runUntil(router.close());
  });

  test('is cancelled if nobody tells it, its refund is seen, and the next offer is bought', async () => {
    const looks: string[] = [];
    const one = setUp({ paper: noList, wrap: mumbling(mute, looks) });
    const two = setUp({ paper: { id: 'two' } });
    const router = one.start({ providers: [...one.start().providers, ...two.start().providers] });
    expect((await one.clock.runUntil(router.buy(want, asked))).provider).toBe('two');
    expect(one.sold()).toEqual(['cancelled']);
    // Five to learn the phone, and one before the cancel.
    expect(looks).toHaveLength(6);
    const differs = one.events.filter(({ type }) => type === 'order-differs');
    expect(differs).toMatchObject([{ what: 'phone', order: { id: one.market.orders[0]?.id } }]);
    await one.clock.advance(3 * MINUTE);
    expect(await one.states()).toEqual(['cancelled returned', 'open held']);
    await one.clock.runUntil(router.close());
  });

  test('is cancelled as soon as the vendor lets us, and its key buys nothing meanwhile', async () => {
    let isMute = true;
    const { clock, start, events, sold, states } = setUp({
      world: { cancelAfterMs: 2 * MINUTE },
      wrap: mumbling({
        receipt: phoneless,
        report: (report) => (isMute ? phoneless(report) : report),
        row: phoneless,
      }),
    });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error).toMatchObject({ code: 'NOT_AS_OFFERED', moneyMayHaveMoved: true });
    expect(error?.details).toMatchObject({ what: 'phone' });
    expect(error?.details).not.toHaveProperty('refund');
    // Told too late: somebody else may get it no more, for it is being cancelled.
    isMute = false;
    await clock.advance(MINUTE);
    expect((await clock.runUntil(told(router.buy(want, asked)))).error?.code).toBe('NOT_AS_OFFERED');
    expect(sold()).toEqual(['open']);
    expect(events.filter(({ type }) => type === 'order-differs')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'provider-cooled')).not.toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(sold()).toEqual(['cancelled']);
    expect((await clock.runUntil(router.buy(want, asked))).status).toBe('open');
    expect((await states()).map((state) => state.split(' ')[0])).toEqual(['cancelled', 'open']);
    await clock.runUntil(router.close());
  });

  test('is not waited for longer where the vendor hardly answers', async () => {
    const { clock, start, sold } = setUp({
      paper: noList,
      wrap: (inner) => ({
        ...mumbling(mute)(inner),
        fetchOrder: async (_id, { signal }) => {
          await clock.sleep(40_000, signal);
          throw new NumrouteError('UNAVAILABLE', 'too slow', {});
        },
      }),
    });
    const router = start();
    const began = clock.now();
    const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
    expect(error?.code).toBe('NO_OFFER');
    expect(sold()).toEqual(['cancelled']);
    // The last look before the cancel takes its own time.
    expect(clock.now() - began).toBe(15_000 + 40_000);
    await clock.runUntil(router.close());
  });

  test('is not asked for any more once the vendor says that it is over', async () => {
    const looks: string[] = [];
    const { clock, start, states } = setUp({
      paper: noList,
      wrap: mumbling({ ...mute, report: (one) => ({ ...phoneless(one), status: 'cancelled' }) }, looks),
    });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error?.details).toMatchObject({ attempts: [{ error: { details: { refund: 'promised' } } }] });
    expect(looks).toHaveLength(1);
    expect(await states()).toEqual(['cancelled due']);
    await clock.runUntil(router.close());
  });

  test('is found by its id after its reply was lost, and taken up under its key', async () => {
    const { clock, start, states, market } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      wrap: mumbling({ receipt: phoneless, row: phoneless }),
    });
    const router = start();
    const order = await clock.runUntil(router.buy(want, asked));
    expect(order.phone).toBe(market.orders[0]?.phone);
    expect(await states()).toEqual(['open held']);
    await clock.runUntil(router.close());
  });

  test('is settled by hand by its id alone', async () => {
    const { clock, start, market } = setUp({
      paper: { capabilities: ['cancelOrder'], fault: lost('after') },
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    const id = market.orders[0]?.id ?? '';
    expect(await router.settle(1, { kind: 'found', id })).toMatchObject({
      state: 'open',
      order: { phone: '' },
    });
    expect(await clock.runUntil(router.buy(want, asked))).toMatchObject({
      id,
      phone: market.orders[0]?.phone,
    });
    await clock.runUntil(router.close());
  });
});

describe('a number of another country', () => {
  const brazilian = (receipt: Receipt): Receipt => ({ ...receipt, phone: '+5511912345678' });
  const named = (receipt: Receipt): Receipt => ({ ...receipt, phone: '+37', country: 'LV' });

  test.each<[string, (receipt: Receipt) => Receipt, string]>([
    ['by its calling code', brazilian, '+55'],
    ['by the vendor’s word', named, 'LV'],
  ])('is given up: %s', async (_, receipt, said) => {
    const { clock, start, events, market, sold, states } = setUp({ wrap: mumbling({ receipt }) });
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error?.code).toBe('NO_OFFER');
    expect(error?.details).toMatchObject({
      attempts: [
        {
          error: {
            code: 'NOT_AS_OFFERED',
            details: {
              what: 'country',
              order: { provider: 'one', id: market.orders[0]?.id },
              refund: 'promised',
            },
          },
        },
      ],
    });
    const differs = events.filter(({ type }) => type === 'order-differs');
    expect(differs).toMatchObject([{ what: 'country', told: said, order: { country: 'EE' } }]);
    expect(sold()).toEqual(['cancelled']);
    await clock.advance(3 * MINUTE);
    expect(await states()).toEqual(['cancelled returned']);
    await clock.runUntil(router.close());
  });

  test('is told by the look that completes its receipt, too', async () => {
    const { clock, start, sold } = setUp({
      wrap: mumbling({ receipt: phoneless, report: (report) => ({ ...report, country: 'LV', phone: '+1' }) }),
    });
    const router = start();
    expect((await clock.runUntil(told(router.buy(want, asked)))).error?.code).toBe('NO_OFFER');
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });

  test('is not handed out under its key after it was found and nobody asked for it', async () => {
    const wrap = mumbling({ receipt: brazilian, row: (row) => ({ ...row, phone: '+5511912345678' }) });
    const { clock, start, sold } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      wrap: (inner) => deafList(2)(wrap(inner)),
    });
    const router = start();
    expect((await clock.runUntil(told(router.buy(want, asked)))).error?.code).toBe('OUTCOME_UNKNOWN');
    await clock.advance(3 * MINUTE);
    expect(sold()).toEqual(['cancelled']);
    // It buys again, and gets the like again.
    expect((await clock.runUntil(told(router.buy(want, asked)))).error?.code).toBe('NO_OFFER');
    expect(sold()).toEqual(['cancelled', 'cancelled']);
    await clock.runUntil(router.close());
  });

  test('is not handed out under its key after a crash before anybody judged it', async () => {
    const { clock, journal, start, sold } = setUp({ wrap: mumbling({ receipt: brazilian }) });
    const dying = {
      ...journal,
      append: async (event: Parameters<typeof journal.append>[0]) => {
        const after = await journal.append(event);
        return event.kind === 'bought' ? await new Promise<never>(() => undefined) : after;
      },
    };
    void start({ journal: dying }).buy(want, asked);
    await clock.advance(1_000);
    const router = start();
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error).toMatchObject({ code: 'NOT_AS_OFFERED', details: { what: 'country' } });
    expect(sold()).toEqual(['cancelled']);
    await clock.runUntil(router.close());
  });
});
