import { type Call, money, NumrouteError, type OrderReport, type Provider } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { listing, listOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const asked = { maxPrice, key: 'k' };

/** The list as it was so long ago. */
const late =
  (ms: number, now: () => number) =>
  (inner: Provider): Provider => {
    const seen: { readonly at: number; readonly rows: readonly OrderReport[] }[] = [];
    return {
      ...inner,
      listOpenOrders: async (call: Call) => {
        seen.push({ at: now(), rows: (await inner.listOpenOrders?.(call)) ?? [] });
        return seen.findLast(({ at }) => at <= now() - ms)?.rows ?? [];
      },
    };
  };

/** The balance cannot be had while `isDeaf` says so. */
const deafBalance =
  (isDeaf: () => boolean, asks: string[] = []) =>
  (inner: Provider): Provider => ({
    ...inner,
    fetchBalance: async (call: Call) => {
      asks.push('balance');
      if (isDeaf() || !inner.fetchBalance) throw new NumrouteError('UNAVAILABLE', 'busy', {});
      return await inner.fetchBalance(call);
    },
  });

describe('where the vendor has a list of open orders and a balance', () => {
  test('a purchase is absent as soon as both say so', async () => {
    const { clock, start, states, sold } = setUp({ paper: { fault: lost('before') } });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(2.5 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(1.5 * MINUTE);
    expect(await states()).toEqual(['absent free']);
    await clock.runUntil(router.buy(want, asked));
    expect(sold()).toEqual(['open']);
    await clock.runUntil(router.close());
  });

  test('a list that never shows the newest order leads to no second purchase', async () => {
    const { clock, start, states, sold } = setUp({
      paper: { fault: lost('after') },
      world: { lifetimeMs: 20 * MINUTE },
      wrap: listing(() => undefined),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    for (let minutes = 0; minutes < 19; minutes += 1) {
      await clock.advance(MINUTE);
      const { error } = await clock.runUntil(told(router.buy(want, { maxPrice })));
      expect(error?.code).toBe('NO_OFFER');
    }
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(40 * MINUTE);
    // The order ran out at the vendor, and its money came back.
    expect(sold()).toEqual(['expired']);
    expect(await states()).toEqual(['absent free']);
    await clock.runUntil(router.close());
  });

  test('a list that is minutes late shows the order in time: it is found', async () => {
    let now = (): number => 0;
    const one = setUp({
      paper: { fault: lost('after') },
      wrap: (inner) => late(6 * MINUTE, () => now())(inner),
    });
    now = one.clock.monotonic;
    const router = one.start();
    await one.clock.runUntil(told(router.buy(want, asked)));
    await one.clock.advance(5 * MINUTE);
    expect(await one.states()).toEqual(['unknown reserved']);
    await one.clock.advance(4 * MINUTE);
    expect(one.sold()).toEqual(['cancelled']);
    await one.clock.advance(2 * MINUTE);
    expect(await one.states()).toEqual(['cancelled returned']);
    await one.clock.runUntil(router.close());
  });

  test('a list that still shows the order of a purchase proven absent names no later purchase', async () => {
    let rows: (now: readonly OrderReport[]) => readonly OrderReport[] = () => [];
    const { clock, market, journal, start, states, sold } = setUp({
      paper: { fault: (operation) => (operation === 'purchase' ? 'lost-reply' : undefined) },
      world: { lifetimeMs: 4 * MINUTE },
      wrap: (inner) => ({
        ...inner,
        listOpenOrders: async (call: Call) => {
          const now = (await inner.listOpenOrders?.(call)) ?? [];
          return rows(now.map(({ orderedAt: _unsaid, ...row }) => row));
        },
      }),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    const kept = await market.shop.listOpenOrders();
    await clock.advance(6 * MINUTE);
    expect([sold(), await states()]).toEqual([['expired'], ['absent free']]);
    rows = () => kept.map(({ orderedAt: _unsaid, ...row }) => row);
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(MINUTE);
    expect(await states()).toEqual(['absent free', 'unknown reserved']);
    rows = (now) => now;
    await clock.advance(MINUTE);
    expect(sold()).toEqual(['expired', 'open']);
    expect((await journal.list({}))[1]?.order?.id).toBe(market.orders[1]?.id);
    await clock.runUntil(router.close());
  });

  test('a charge that the balance has shown is not asked for again while the order may be alive', async () => {
    const asks: string[] = [];
    const { clock, start } = setUp({
      paper: { fault: lost('after') },
      wrap: (inner) => deafBalance(() => false, asks)(listing(() => undefined)(inner)),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    const before = asks.length;
    await clock.advance(10 * MINUTE);
    // One before the first purchase, one for the verdict.
    expect([before, asks.length]).toEqual([2, 2]);
    await clock.runUntil(router.close());
  });

  test('a balance that cannot be had for long leaves it to a person, once the order must be over', async () => {
    let isDeaf = false;
    const { clock, start, states, sold } = setUp({
      paper: { fault: lost('after') },
      wrap: (inner) => deafBalance(() => isDeaf)(listing(() => undefined)(inner)),
    });
    const router = start();
    await clock.runUntil(router.quote(want));
    isDeaf = true;
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(30 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(5 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error?.code).toBe('OUTCOME_UNKNOWN');
    expect(sold()).toHaveLength(1);
    await clock.runUntil(router.close());
  });

  test('a balance that can be had again decides it', async () => {
    let isDeaf = false;
    const { clock, start, states } = setUp({
      paper: { fault: lost('before') },
      wrap: (inner) => deafBalance(() => isDeaf)(inner),
    });
    const router = start();
    await clock.runUntil(told(router.buy(want, asked)));
    isDeaf = true;
    await clock.advance(10 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    isDeaf = false;
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['absent free']);
    await clock.runUntil(router.close());
  });

  test('a balance that fails before the first purchase is not asked for before each of the next', async () => {
    const asks: string[] = [];
    let isDeaf = true;
    const { clock, start, journal } = setUp({ wrap: deafBalance(() => isDeaf, asks) });
    const router = start();
    for (const _each of [1, 2, 3]) await clock.runUntil(router.buy(want, { maxPrice }));
    expect(asks).toHaveLength(1);
    isDeaf = false;
    await clock.advance(MINUTE);
    await clock.runUntil(router.buy(want, { maxPrice }));
    expect(asks).toHaveLength(2);
    expect(await journal.readCheckpoint('one')).toMatchObject({
      balance: money('999999.7', 'USD'),
      through: 3,
    });
    await clock.runUntil(router.close());
  });

  test('more orders than are worth a reading are asked for while a purchase is in doubt', async () => {
    const { clock, start, states } = setUp({ paper: { fault: lost('before', 31) } });
    const router = start();
    for (let count = 0; count < 30; count += 1) await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(4 * MINUTE);
    expect((await states()).at(-1)).toBe('absent free');
    await clock.runUntil(router.close());
  });
});

describe('where others buy at the account, too', () => {
  test.each([
    ['and there is a balance', {}],
    ['and there is none', listOnly],
  ])('the silence of a list leaves it to a person: %s', async (_, paper) => {
    const { clock, start, states, sold } = setUp({
      paper: { ...paper, fault: lost('after') },
      wrap: listing(() => undefined),
    });
    const router = start({ sharedAccounts: ['one'] });
    await clock.runUntil(told(router.buy(want, asked)));
    await clock.advance(2.5 * MINUTE);
    expect(await states()).toEqual(['unknown reserved']);
    await clock.advance(1.5 * MINUTE);
    expect(await states()).toEqual(['disputed reserved']);
    const { error } = await clock.runUntil(told(router.buy(want, asked)));
    expect(error?.code).toBe('OUTCOME_UNKNOWN');
    expect(sold()).toHaveLength(1);
    await clock.runUntil(router.close());
  });
});
