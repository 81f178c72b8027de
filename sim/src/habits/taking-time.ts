import type { Manner, Where } from './where.ts';

/** A sale takes seconds: others begin meanwhile. */
export const takingTime =
  ({ clock, random }: Where): Manner =>
  (shop) => ({
    ...shop,
    purchase: async (order) => {
      await clock.sleep(random.between(300, 4_000));
      return await shop.purchase(order);
    },
  });
