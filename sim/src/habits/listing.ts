import { matching, type Offer, type WireReply } from '@numroute/core';
import { partOf } from './pricing.ts';
import type { Manner, Where } from './where.ts';

/** The first rows only, as of a site that gives a page at a time and has no way to ask for the next. */
export const cuttingTheList = ({ random, isHealed, showed }: Where): Manner => {
  const rows = random.pick([1, 2, 5]);
  return (shop) => ({
    ...shop,
    listOpenOrders: async () => {
      const all = await shop.listOpenOrders();
      if (isHealed() || all.length <= rows) return all;
      showed('list-cut', `${all.length} to ${rows}`);
      return all.slice(0, rows);
    },
  });
};

/**
 * The same answer for some minutes. It is kept as it went out: what a vendor says elsewhere of its orders
 * is not of that age.
 */
export class KeptLists {
  readonly #kept = new Map<string, { readonly reply: WireReply; readonly until: number }>();
  readonly #where: Where;

  constructor(where: Where) {
    this.#where = where;
  }

  /** @param now What the vendor would answer if it looked. */
  replyTo(asked: string, now: WireReply): WireReply {
    const { vendor, clock, random, isHealed, showed } = this.#where;
    if (isHealed() || !vendor.habits.has('list-cached')) return now;
    const kept = this.#kept.get(asked);
    if (kept && clock.monotonic() < kept.until) {
      if (kept.reply.body !== now.body) showed('list-cached', 'an older answer');
      return kept.reply;
    }
    this.#kept.set(asked, { reply: now, until: clock.monotonic() + random.between(60_000, 300_000) });
    return now;
  }
}

/** An order stands in the list some minutes after it was sold. */
export const listingLate = ({ clock, random, isHealed, showed }: Where): Manner => {
  const lagMs = random.between(30_000, 300_000);
  return (shop) => ({
    ...shop,
    listOpenOrders: async () => {
      const all = await shop.listOpenOrders();
      const since = clock.now() - lagMs;
      const old = all.filter(({ orderedAt = 0 }) => orderedAt < since);
      if (isHealed() || old.length === all.length) return all;
      showed('list-late', `${all.length - old.length} of ${all.length}`);
      return old;
    },
  });
};

/** Prices of some minutes ago. What is bought is sold at today's. */
export const offeringStale = ({ vendor: { world }, clock, random, isHealed, showed }: Where): Manner => {
  let kept: readonly Offer[] | undefined;
  let until = Number.NEGATIVE_INFINITY;
  return (shop, action) => ({
    ...shop,
    listOffers: async (query) => {
      if (action === 'purchase' || isHealed()) return shop.listOffers(query);
      if (!kept || clock.monotonic() >= until) {
        until = clock.monotonic() + random.between(10_000, 180_000);
        kept = [...(await shop.listOffers({}))];
        const { service, country, price } = random.pick(world.offers);
        world.setPrice({ service, country }, partOf(price, random.pick([1.1, 0.9])));
      }
      return [...matching(kept, query)];
    },
    purchase: (order) =>
      shop.purchase(order).catch((error: unknown) => {
        showed('offers-stale', String(error));
        throw error;
      }),
  });
};
