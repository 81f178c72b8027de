import { money, type Provider } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, paperProvider, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('1', 'USD');

/** `cheap` lists a number and sells none while `is.dry`; `fair` sells for twice as much. */
function market(vendors: readonly ('cheap' | 'fair')[] = ['cheap', 'fair']) {
  const clock = virtualClock();
  const is = { dry: true, asked: 0 };
  const providers = vendors.map((id): Provider => {
    const price = id === 'cheap' ? '0.1' : '0.2';
    const world = createWorld({ currency: 'USD', clock, offers: [{ ...want, price, stock: 100 }] });
    const inner = paperProvider(world, { id });
    if (id === 'fair') return inner;
    return {
      ...inner,
      purchase: async (offer, call) => {
        is.asked += 1;
        if (is.dry) world.setStock(want, 0);
        try {
          return await inner.purchase(offer, call);
        } finally {
          world.setStock(want, 100);
        }
      },
    };
  });
  const router = createRouter({ clock, providers, journal: memoryJournal({ acceptOrphans: true }) });
  const buy = async (): Promise<string> => (await clock.runUntil(router.buy(want, { maxPrice }))).provider;
  return { clock, router, is, buy };
}

test('a vendor that lists and does not sell is asked by one buyer, not by each', async () => {
  const { clock, router, is, buy } = market();
  for (let n = 0; n < 10; n += 1) expect(await buy()).toBe('fair');
  expect(is.asked).toBe(1);
  await clock.runUntil(router.close());
});

test('it is asked again after 15 s, then after 30 s, and sells when it has something', async () => {
  const { clock, router, is, buy } = market();
  await buy();
  await clock.advance(16_000);
  await buy();
  expect(is.asked).toBe(2);
  await clock.advance(16_000);
  await buy();
  expect(is.asked).toBe(2);
  is.dry = false;
  await clock.advance(15_000);
  expect(await buy()).toBe('cheap');
  expect(await buy()).toBe('cheap');
  await clock.runUntil(router.close());
});

test('where nobody else sells it is asked all the same', async () => {
  const { clock, router, is } = market(['cheap']);
  await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toMatchObject({ code: 'NO_OFFER' });
  is.dry = false;
  expect((await clock.runUntil(router.buy(want, { maxPrice }))).provider).toBe('cheap');
  await clock.runUntil(router.close());
});
