import { type Clock, compareMoney, type Money, type Offer } from '@numroute/core';
import type { Journal, JournalEntry } from '@numroute/journal';
import { LRUCache } from 'lru-cache';
import type { Rates } from './rates.ts';

/** What vendors were seen to want above their lists. */
export interface Surcharges {
  /** A vendor refused the listed price and told the price that it wants. */
  wanted(offer: Offer, price: Money): void;
  /** To be told of every order whose price is known. */
  charged(entry: JournalEntry): void;
  /** What the offer costs where that is more than its list says, in the offer's currency. */
  of(offer: Offer): Money | undefined;
  /** Resolves once what earlier runs were charged is known, if the journal can be read. */
  recall(): Promise<void>;
}

/** A charge above the list costs money each time that the list is believed again. */
const CHARGED_MS = 6 * 3_600_000;
/** A refusal costs one request. */
const WANTED_MS = 10 * 60_000;
const MOST_KEPT = 10_000;

export function createSurcharges(
  rates: Rates,
  { clock, journal }: { readonly clock: Clock; readonly journal: Pick<Journal, 'list'> },
): Surcharges {
  const seen = new LRUCache<string, Money>({
    // Its `max` would take the room of all of them at once.
    maxSize: MOST_KEPT,
    sizeCalculation: () => 1,
    ttlResolution: 0,
    // lru-cache takes an entry made at time 0 for one that never ages.
    perf: { now: () => clock.monotonic() + 1 },
  });
  const dearer = (price: Money | undefined, than: Money): Money | undefined => {
    const same = price && rates.convert(price, than.currency);
    return same && compareMoney(same, than) > 0 ? same : undefined;
  };
  const charged: Surcharges['charged'] = ({ offer, order, sentAt }) => {
    const ttl = CHARGED_MS - Math.max(0, clock.now() - sentAt);
    if (!order || order.paidSource === 'offer' || ttl <= 0) return;
    const listed = keyOf(offer, offer.price);
    if (!dearer(order.paid, offer.price)) {
      seen.delete(listed);
      seen.delete(keyOf(offer));
      return;
    }
    const wanted = seen.get(listed);
    // What the vendor asked for before is no surprise: it may list that price any time.
    if (wanted && !dearer(order.paid, wanted)) seen.set(listed, order.paid, { ttl: WANTED_MS });
    else seen.set(keyOf(offer), order.paid, { ttl });
  };
  let recalled: Promise<void> | undefined;
  return {
    charged,
    wanted: (offer, price) => {
      if (dearer(price, offer.price)) seen.set(keyOf(offer, offer.price), price, { ttl: WANTED_MS });
    },
    of: (offer) => {
      if (seen.size === 0) return undefined;
      const charged = dearer(seen.get(keyOf(offer)), offer.price);
      return dearer(seen.get(keyOf(offer, offer.price)), charged ?? offer.price) ?? charged;
    },
    recall: async () => {
      recalled ??= journal.list({ sentSince: clock.now() - CHARGED_MS }).then(
        (entries) => entries.forEach(charged),
        // Not read is not needed to buy; the next quote tries again.
        () => {
          recalled = undefined;
        },
      );
      await recalled;
    },
  };
}

/** What was wanted instead of a listed price is known of that price alone; what was charged, of each. */
function keyOf({ provider, service, country, pool }: Offer, listed?: Money): string {
  return JSON.stringify([provider, service, country, pool, listed?.amount]);
}
