import { type Call, NumrouteError, type OrderReport, type Provider } from '@numroute/core';
import type { Router } from '@numroute/router';
import { describe, expect, test } from 'vitest';
import {
  balanceOnly,
  deafList,
  listing,
  listOnly,
  lost,
  MINUTE,
  maxPrice,
  setUp,
  told,
  want,
} from '../support/stall.ts';

const asked = { maxPrice, key: 'k' };
const timeless = ({ orderedAt: _unsaid, ...report }: OrderReport): OrderReport => report;

/** Two orders for the first purchase, whose reply is lost. */
const doubled = (inner: Provider): Provider => ({
  ...inner,
  purchase: async (offer, call) => {
    for (const _twice of [1, 2]) await inner.purchase(offer, call);
    throw new NumrouteError('OUTCOME_UNKNOWN', 'reset', { offer });
  },
});

describe('the list of open orders', () => {
  test('that shows two orders is asked again before a person has to decide', async () => {
    const { clock, market, start, states } = setUp({ paper: listOnly, wrap: doubled });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(20_000);
    await market.shop.cancelOrder(market.orders[1]?.id ?? '');
    await clock.advance(MINUTE);
    expect(await states()).toEqual(['open held']);
    await clock.runUntil(router.close());
  });

  test('may show an order half a minute after it was made', async () => {
    const { clock, start, states } = setUp({ paper: { ...listOnly, fault: lost('before') } });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(150_000);
    await clock.runUntil(router.recover());
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(20_000);
    await clock.runUntil(router.recover());
    expect(await states()).toEqual(['absent free']);
    await clock.runUntil(router.close());
  });

  test.each<[string, (report: OrderReport) => OrderReport]>([
    ['of another service', (row) => ({ ...row, service: 'whatsapp' })],
    ['that is over', (row) => ({ ...row, status: 'cancelled' })],
    ['of another country, of another time', (row) => ({ ...row, country: 'LV', orderedAt: 0 })],
  ])('leaves no room for the purchase with an order %s', async (_, change) => {
    const { clock, start, states } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      wrap: listing(change),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    expect(await states()).toEqual(['absent free']);
    await clock.runUntil(router.close());
  });

  test('leaves poller for the purchase with an order of another pool', async () => {
    const { clock, start, states } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      world: { offers: [{ ...want, pool: '1', price: '0.1', stock: 9 }] },
      wrap: listing((row) => ({ ...row, pool: '2' })),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.runUntil(router.close());
  });

  test.each<[string, 'before' | 'after', string]>([
    ['that nothing was charged', 'before', 'absent free'],
    ['a charge: the order is found once the list is there, and given up', 'after', 'cancelled due'],
  ])('that cannot be read for long leaves the balance, which shows %s', async (_, when, state) => {
    const { clock, start, states } = setUp({ paper: { fault: lost(when) }, wrap: deafList(7) });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(2.5 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual([state]);
    await clock.runUntil(router.close());
  });

  test('that can never be read, where there is no balance, leaves it to a person in the end', async () => {
    const { clock, start, states } = setUp({
      paper: { ...listOnly, fault: lost('after') },
      wrap: deafList(Number.POSITIVE_INFINITY),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(30 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(5 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    await clock.runUntil(router.close());
  });
});

describe('an earlier purchase that cannot be named', () => {
  /** It is written off, and the next purchase for `second` is lost. */
  async function twoLost(second: { readonly service: string; readonly country: string }, minutes: number) {
    const one = setUp({
      paper: listOnly,
      world: {
        offers: ['telegram', 'whatsapp'].map((service) => ({ ...want, service, price: '0.1', stock: 9 })),
      },
      wrap: (inner) => ({
        ...listing(timeless)(inner),
        purchase: async (offer, call) => {
          await inner.purchase(offer, call);
          throw new NumrouteError('OUTCOME_UNKNOWN', 'reset', { offer });
        },
        listOpenOrders: async (call: Call) => {
          if (isDeaf) throw new NumrouteError('UNAVAILABLE', 'busy', {});
          return ((await inner.listOpenOrders?.(call)) ?? []).map(timeless);
        },
      }),
    });
    let isDeaf = true;
    const router: Router = one.start();
    await one.clock.runUntil(told(router.buy(want, { maxPrice })));
    await one.clock.runUntil(router.settle(1, { kind: 'lost', evidence: 'the site shows a charge' }));
    await one.market.shop.cancelOrder(one.market.orders[0]?.id ?? '');
    await one.clock.advance(minutes * MINUTE);
    isDeaf = false;
    await one.clock.runUntil(told(router.buy(second, asked)));
    const found = (await one.states())[1];
    await one.clock.runUntil(router.close());
    return found;
  }

  test('may be what a list without times shows', async () => {
    expect(await twoLost(want, 1)).toBe('unknown reserved');
  });

  test('is none that a list shows, once it must be over', async () => {
    expect(await twoLost(want, 60)).toBe('open held');
  });

  test('is no order of another service', async () => {
    expect(await twoLost({ ...want, service: 'whatsapp' }, 1)).toBe('open held');
  });
});

describe('what nothing can tell', () => {
  test('is not given up by a run that has only just begun', async () => {
    const { clock, start, states } = setUp({ paper: { capabilities: [], fault: lost('after') } });
    const first = start();
    await clock.runUntil(told(first.buy(want, asked)));
    await clock.runUntil(first.close());
    await clock.advance(60 * MINUTE);
    const second = start();
    await clock.runUntil(second.recover());
    await clock.advance(5 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(10 * MINUTE);
    expect(await states()).toEqual(['lost reserved']);
    await clock.runUntil(second.close());
  });

  test('is charged for as far as anybody knows where others buy, too', async () => {
    const { clock, journal, start } = setUp({ paper: { ...balanceOnly, fault: lost('after') } });
    const router = start({ sharedAccounts: ['one'] });
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    const [entry] = await journal.list({});
    expect([entry?.state, entry?.charged]).toEqual(['lost', undefined]);
    await clock.runUntil(router.close());
  });

  test('is lost once it must be over, where the balance shows a charge and the list never showed it', async () => {
    const { clock, journal, market, start } = setUp({
      paper: { fault: lost('after') },
      wrap: listing(() => undefined),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    market.receiveSms(market.orders[0]?.id ?? '', 'code 12345');
    await clock.advance(22 * MINUTE);
    const [entry] = await journal.list({});
    expect([entry?.state, entry?.charged?.amount]).toEqual(['lost', '0.1']);
    await clock.runUntil(router.close());
  });
});

describe('while a purchase is on its way', () => {
  test('its order is no stranger, and is not settled by hand', async () => {
    let answer = (): void => undefined;
    const { clock, market, start } = setUp({
      wrap: (inner) => ({
        ...inner,
        purchase: async (offer, call) => {
          const receipt = await inner.purchase(offer, call);
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
          return receipt;
        },
      }),
    });
    const router = start();
    const buying = router.buy(want, asked);
    await clock.advance(1_000);
    const id = market.orders[0]?.id ?? '';
    expect((await clock.runUntil(router.recover())).foreign).toEqual([]);
    await expect(router.settle(1, { kind: 'found', id })).rejects.toMatchObject({ code: 'WRONG_STATE' });
    answer();
    expect((await clock.runUntil(buying)).id).toBe(id);
    await clock.runUntil(router.close());
  });

  test('an order that is over is no stranger', async () => {
    const one = setUp({ paper: listOnly, wrap: listing((row) => ({ ...row, status: 'cancelled' })) });
    const router = one.start();
    await one.market.shop.purchase({ ...want });
    expect((await one.clock.runUntil(router.recover())).foreign).toEqual([]);
    await one.clock.runUntil(router.close());
  });
});
