import { money, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter, type Quote } from '@numroute/router';
import { createWorld, paperProvider, type VirtualClock, virtualClock } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';

const want = { service: 'telegram', country: 'EE' };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Vendors by what their number costs and how long their list takes; the time can be changed later. */
function market(vendors: Readonly<Record<string, { price: string; listMs: number }>>) {
  const clock = virtualClock();
  const listMs = new Map(Object.entries(vendors).map(([id, vendor]) => [id, vendor.listMs]));
  const slow = (provider: Provider): Provider => ({
    ...provider,
    listOffers: async (query, call) => {
      await clock.sleep(listMs.get(provider.manifest.id) ?? 0, call.signal);
      return await provider.listOffers(query, call);
    },
  });
  const providers = Object.entries(vendors).map(([id, { price }]) => {
    const world = createWorld({ currency: 'USD', clock, offers: [{ ...want, price, stock: 100 }] });
    return slow(paperProvider(world, { id }));
  });
  const router = createRouter({ clock, providers, journal: memoryJournal({ acceptOrphans: true }) });
  return { clock, router, listMs };
}

async function timed<T>(clock: VirtualClock, asked: Promise<T>): Promise<{ took: number; value: T }> {
  const began = clock.monotonic();
  const value = await clock.runUntil(asked);
  return { took: clock.monotonic() - began, value };
}

const order = ({ ranked }: Quote): string[] => ranked.map(({ offer }) => offer.provider);

describe('a vendor whose list is late', () => {
  test('is waited for once; then its last list stands in, with its age', async () => {
    const { clock, router } = market({
      quick: { price: '0.2', listMs: 100 },
      brisk: { price: '0.3', listMs: 200 },
      slow: { price: '0.1', listMs: 3 * SECOND },
    });
    const first = await timed(clock, router.quote(want));
    expect([first.took, order(first.value)]).toEqual([3 * SECOND, ['slow', 'quick', 'brisk']]);
    await clock.advance(20 * SECOND);
    const second = await timed(clock, router.quote(want));
    expect([second.took, order(second.value)]).toEqual([220, ['slow', 'quick', 'brisk']]);
    const stood = second.value.answered.find(({ provider }) => provider === 'slow');
    expect(stood).toMatchObject({ isLate: true, offers: 1 });
    const { offer } = second.value.ranked[0] ?? {};
    expect(offer?.listedAt === undefined || offer.listedAt < clock.now() - 15 * SECOND).toBe(true);
    await clock.runUntil(router.close());
  });

  test('is late for its kind of list alone: all services take longer than one', async () => {
    const { clock, router, listMs } = market({
      quick: { price: '0.2', listMs: 100 },
      brisk: { price: '0.3', listMs: 200 },
      slow: { price: '0.1', listMs: 3 * SECOND },
    });
    await clock.runUntil(router.quote({}));
    await clock.advance(20 * SECOND);
    listMs.set('slow', 150);
    const one = await timed(clock, router.quote(want));
    expect([one.took, order(one.value)]).toEqual([200, ['slow', 'quick', 'brisk']]);
    await clock.runUntil(router.close());
  });

  test('a list of more stands in where it said nothing else', async () => {
    const { clock, router, listMs } = market({
      quick: { price: '0.2', listMs: 100 },
      brisk: { price: '0.3', listMs: 200 },
      slow: { price: '0.1', listMs: 3 * SECOND },
    });
    await clock.runUntil(router.quote({ service: want.service }));
    listMs.set('slow', Number.POSITIVE_INFINITY);
    await clock.advance(20 * SECOND);
    const second = await timed(clock, router.quote(want));
    expect([second.took, order(second.value)]).toEqual([220, ['slow', 'quick', 'brisk']]);
    await clock.runUntil(router.close());
  });

  test('is silent once its last list is a minute old, and in the market again when its list comes in time', async () => {
    const { clock, router, listMs } = market({
      quick: { price: '0.2', listMs: 100 },
      brisk: { price: '0.3', listMs: 200 },
      slow: { price: '0.1', listMs: 3 * SECOND },
    });
    await clock.runUntil(router.quote(want));
    listMs.set('slow', Number.POSITIVE_INFINITY);
    await clock.advance(2 * MINUTE);
    const late = await timed(clock, router.quote(want));
    expect([late.took, order(late.value)]).toEqual([220, ['quick', 'brisk']]);
    expect(late.value.silent).toMatchObject([{ provider: 'slow', error: { code: 'UNAVAILABLE' } }]);
    listMs.set('slow', 150);
    await clock.advance(MINUTE);
    await clock.runUntil(router.quote(want));
    await clock.advance(MINUTE);
    expect(order(await clock.runUntil(router.quote(want)))).toEqual(['slow', 'quick', 'brisk']);
    await clock.runUntil(router.close());
  });

  test('is waited for where there is nobody else, or nobody is quicker', async () => {
    const alone = market({ slow: { price: '0.1', listMs: 3 * SECOND } });
    const both = market({
      one: { price: '0.1', listMs: 3 * SECOND },
      two: { price: '0.2', listMs: 4 * SECOND },
    });
    for (const [{ clock, router }, took] of [
      [alone, 3 * SECOND],
      [both, 4 * SECOND],
    ] as const) {
      for (let round = 0; round < 2; round += 1) {
        expect((await timed(clock, router.quote(want))).took).toBe(took);
        await clock.advance(20 * SECOND);
      }
      await clock.runUntil(router.close());
    }
  });

  test('that never answers costs the second purchase nothing', async () => {
    const { clock, router } = market({
      quick: { price: '0.2', listMs: 100 },
      brisk: { price: '0.3', listMs: 200 },
      dead: { price: '0.1', listMs: Number.POSITIVE_INFINITY },
    });
    const maxPrice = money('1', 'USD');
    expect((await timed(clock, router.buy(want, { maxPrice }))).took).toBeGreaterThanOrEqual(10 * SECOND);
    for (let n = 0; n < 5; n += 1) {
      await clock.advance(20 * SECOND);
      const { took, value } = await timed(clock, router.buy(want, { maxPrice }));
      expect([took, value.provider]).toEqual([220, 'quick']);
    }
    await clock.runUntil(router.close());
  });
});
