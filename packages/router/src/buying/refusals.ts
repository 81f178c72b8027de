import type { Clock, Offer } from '@numroute/core';
import { LRUCache } from 'lru-cache';

/** Offers that a vendor listed and did not sell. */
export interface Refusals {
  /** @param since When it was chosen, by the monotonic clock. Who chose it before it was refused adds no refusal. */
  refused(offer: Offer, since: number): void;
  sold(offer: Offer): void;
  /** Whether the offer was refused so lately that every other offer is tried before it. */
  isResting(offer: Offer): boolean;
}

/** The rest after the first refusal; it doubles with each refusal in a row. */
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 300_000;
const MOST_KEPT = 10_000;

interface Refusal {
  /** In a row. */
  readonly times: number;
  readonly at: number;
  readonly until: number;
}

export function createRefusals(clock: Clock): Refusals {
  const refusals = new LRUCache<string, Refusal>({
    // Its `max` would take the room of all of them at once.
    maxSize: MOST_KEPT,
    sizeCalculation: () => 1,
  });
  return {
    refused: (offer, since) => {
      const last = refusals.get(keyOf(offer));
      if (last && since <= last.at) return;
      const times = (last?.times ?? 0) + 1;
      const rest = Math.min(FIRST_REST_MS * 2 ** (times - 1), LONGEST_REST_MS);
      const at = clock.monotonic();
      refusals.set(keyOf(offer), { times, at, until: at + rest });
    },
    sold: (offer) => {
      refusals.delete(keyOf(offer));
    },
    isResting: (offer) => (refusals.get(keyOf(offer))?.until ?? 0) > clock.monotonic(),
  };
}

/** At another price it is another offer: the vendor's list has changed. */
function keyOf({ provider, service, country, pool, price }: Offer): string {
  return JSON.stringify([provider, service, country, pool, price.amount]);
}
