import { type Money, NumrouteError, type OrderReport, type Receipt, type Shop } from '@numroute/core';
import type { Action, Fault } from './faults.ts';
import { finding, recalling } from './habits/index.ts';
import type { Site } from './wire.ts';

/** Whom a purchase on the wire is for. The vendor never sees it; the judge does. */
export interface Visit {
  /** The number of the caller's want. Changes hands with the attempt. */
  want?: number;
  /** The attempt that it was sent for, or one that wanted the same and got its order. */
  attempt?: string;
  /** The same request came twice, and this is the one whose reply nobody gets. */
  readonly echo?: boolean;
}

/** A number that a vendor sold, whether or not we ever heard of it. */
export interface Sale extends Visit {
  readonly vendor: string;
  /** Like no other's at this vendor. */
  readonly id: string;
  /** The id that we are told: an earlier order may have had it. */
  readonly name: string;
  readonly phone: string;
  readonly price: Money;
  /** What the vendor was told to charge at most; absent where it is told nothing. */
  readonly most?: Money;
  /** By the monotonic clock. */
  readonly at: number;
}

const BEHIND_MS = 300_000;

/** The vendor's shop as one request meets it: it tells the judge what was sold, and has its moods and habits. */
export function counterOf(site: Site, action: Action, fault: Fault | undefined, visit: Visit): Shop {
  const { vendor, clock, habits } = site;
  const shop = habits.deeds(vendor.world.shop, action);
  const forgets = (id: string): void => {
    if (fault?.kind === 'id-vanished') site.vanished.add(id);
    if (site.vanished.has(id)) throw new NumrouteError('UNKNOWN_ORDER', 'It is gone.', { id });
  };
  const counter: Shop = {
    ...shop,
    purchase: async (order): Promise<Receipt> => {
      const receipt = await shop.purchase(order).catch((error: unknown) => {
        if (NumrouteError.is(error, 'INSUFFICIENT_FUNDS')) site.tally.add('fault: out-of-funds');
        if (NumrouteError.is(error, 'PRICE_ABOVE_LIMIT') && error.details.price)
          site.wanted(order, error.details.price);
        throw error;
      });
      const { id, phone = '', price } = receipt;
      if (!price) throw new TypeError('The world tells no price.');
      const name = site.nameFor(id);
      const most = order.maxPrice && { most: order.maxPrice };
      const sale = { vendor: vendor.id, id, name, phone, price, ...most, at: clock.monotonic() };
      site.sold({ echo: false, ...visit, ...sale });
      return receipt;
    },
    requestAnotherSms: async (id) => {
      forgets(id);
      const report = await shop.requestAnotherSms(id);
      site.askedAnother(id);
      return report;
    },
    fetchOrder: async (id) => {
      forgets(id);
      return shop.fetchOrder(id);
    },
    cancelOrder: async (id) => {
      forgets(id);
      if (fault?.kind !== 'cancel-refused') return shop.cancelOrder(id);
      // Of an order that is not its own a vendor says so, whatever its mood.
      await shop.fetchOrder(id);
      throw new NumrouteError('WRONG_STATE', 'Too early.', { retryAfterMs: 5_000 });
    },
    ...finding(shop, (report) => {
      forgets(report.id);
      return report;
    }),
    ...recalling(shop, (reports) => reports.filter(({ id }) => !site.vanished.has(id))),
    listOpenOrders: async (): Promise<readonly OrderReport[]> => {
      const all = (await shop.listOpenOrders()).filter(({ id }) => !site.vanished.has(id));
      if (fault?.kind !== 'list-behind') return all;
      const since = clock.now() - BEHIND_MS;
      return all.filter(({ orderedAt = 0 }) => orderedAt < since);
    },
  };
  return habits.words(counter, action);
}
