import { money, NumrouteError } from '@numroute/core';
import { type Journal, type JournalEntry, memoryJournal, type Uptime } from '@numroute/journal';
import { createRouter, type Router } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { createOrderAges } from '../../src/time/order-age.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('what an earlier run wrote down', () => {
  const clock = virtualClock();
  const sent = (agoMs: number, sentUp?: Uptime): JournalEntry =>
    ({ id: String(Math.random()), sentAt: clock.now() - agoMs, ...(sentUp && { sentUp }) }) as JournalEntry;
  const age = (entry: JournalEntry, uptime?: Uptime) =>
    createOrderAges({ clock, journal: { ...(uptime && { uptime: () => uptime }) } }).sent(entry);

  test('is exactly as old as the machine counts, whatever the wall clock was set to since', () => {
    for (const seemsMs of [HOUR, 0, -HOUR]) {
      expect(age(sent(seemsMs, { boot: 'a', ms: 1_000 }), { boot: 'a', ms: 4_000 })).toEqual({
        atLeast: 3_000,
        atMost: 3_000,
      });
    }
  });

  test('is at least as old as the last start of the machine, or as the wall clock says if that is less', () => {
    const before = { boot: 'a', ms: 9 * HOUR };
    expect(age(sent(HOUR, before), { boot: 'b', ms: 5_000 })).toEqual({ atLeast: 5_000, atMost: HOUR });
    expect(age(sent(2_000, before), { boot: 'b', ms: 5_000 })).toEqual({ atLeast: 2_000, atMost: 2_000 });
  });

  test('is as old as the wall clock says where no machine counts, and of any age if that ran backwards', () => {
    expect(age(sent(HOUR))).toEqual({ atLeast: HOUR, atMost: HOUR });
    expect(age(sent(-HOUR))).toEqual({ atLeast: 0, atMost: Number.POSITIVE_INFINITY });
  });
});

describe('after a restart', () => {
  const want = { service: 'telegram', country: 'EE' };
  const maxPrice = money('1', 'USD');
  const unheard = new NumrouteError('OUTCOME_UNKNOWN', 'reset', {});

  function setUp() {
    const clock = virtualClock();
    const market = createWorld({
      currency: 'USD',
      clock,
      offers: [{ ...want, price: '0.1', stock: 10 }],
    });
    const journal: Journal = {
      ...memoryJournal({ acceptOrphans: true }),
      uptime: () => ({ boot: 'only', ms: clock.monotonic() }),
    };
    const start = ({ setForwardMs = 0, isDeaf = false } = {}): Router =>
      createRouter({
        clock: { ...clock, now: () => clock.now() + setForwardMs, monotonic: () => clock.monotonic() },
        journal,
        providers: [
          paperProvider(market, {
            id: 'one',
            capabilities: ['fetchBalance', 'cancelOrder'],
            fault: (operation) => (isDeaf && operation === 'purchase' ? unheard : undefined),
          }),
        ],
      });
    const states = async (): Promise<string[]> =>
      (await journal.list({})).map(({ state, money: where }) => `${state} ${where}`);
    return { clock, market, start, states };
  }

  test('a wall clock that was set forward lets no purchase pass for settled that is still on its way', async () => {
    const { clock, market, start, states } = setUp();
    const first = start({ isDeaf: true });
    await expect(clock.runUntil(first.buy(want, { maxPrice }))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    await clock.runUntil(first.close());
    const second = start({ setForwardMs: HOUR });
    await clock.runUntil(second.recover());
    await clock.advance(40_000);
    expect(await states()).toEqual(['unknown reserved']);
    await market.shop.purchase({ ...want, maxPrice });
    await clock.advance(2 * MINUTE);
    expect(await states()).toEqual(['lost reserved']);
    await clock.runUntil(second.close());
  });

  test('refundWatch that were due are looked for, by whoever runs on and by whoever only recovers', async () => {
    const { clock, start, states } = setUp();
    const cancelled = async (): Promise<void> => {
      const router = start();
      await clock.runUntil(router.cancel(await clock.runUntil(router.buy(want, { maxPrice }))));
      await clock.runUntil(router.close());
      expect((await states()).at(-1)).toBe('cancelled due');
      await clock.advance(2 * MINUTE);
    };
    await cancelled();
    const once = start();
    const { entries } = await clock.runUntil(once.recover());
    expect(entries).toMatchObject([{ state: 'cancelled', money: 'returned', order: { refund: 'seen' } }]);
    await clock.runUntil(once.close());

    await cancelled();
    const on = start();
    await clock.runUntil(on.buy(want, { maxPrice }));
    await clock.advance(3 * MINUTE);
    expect(await states()).toEqual(['cancelled returned', 'cancelled returned', 'open held']);
    await clock.runUntil(on.close());
  });
});
